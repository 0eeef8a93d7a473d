namespace InvAdapter.FaceWorld;

/// <summary>One person in one scene, with the prompt for it.</summary>
/// <param name="Person">The person's number in the dataset, 0 to below its people.</param>
/// <param name="Identity">Who.</param>
/// <param name="Scene">The scene.</param>
/// <param name="Caption">The prompt and what it states.</param>
public sealed record FaceSample(int Person, FaceIdentity Identity, FaceScene Scene, Caption Caption);
