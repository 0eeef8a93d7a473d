namespace InvAdapter.FaceWorld;

/// <summary>A prompt to evaluate with, and one scene that fulfils it.</summary>
/// <param name="Caption">The text and what it states.</param>
/// <param name="Scene">A scene of which all of it is true, for drawing what a perfect model would.</param>
public sealed record Prompt(Caption Caption, FaceScene Scene);
