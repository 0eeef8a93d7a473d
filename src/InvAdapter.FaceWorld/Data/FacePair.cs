namespace InvAdapter.FaceWorld;

/// <summary>Two scenes of one person: what an adapter is given and what it should make of it.</summary>
/// <param name="Reference">The picture that shows who the person is; never in sunglasses.</param>
/// <param name="Target">The picture that the prompt asks for.</param>
public sealed record FacePair(FaceSample Reference, FaceSample Target);
