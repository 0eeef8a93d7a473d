namespace InvAdapter.FaceWorld.Painting;

/// <summary>No hair at all.</summary>
internal sealed class BaldCut : HairCut;
