namespace InvAdapter.FaceWorld;

/// <summary>A prompt for a scene, and what it states.</summary>
/// <param name="Text">Lower-case English, without who the person is.</param>
/// <param name="Facts">Everything that the text states. What it leaves out is free.</param>
public sealed record Caption(string Text, IReadOnlyList<SceneFact> Facts);
