namespace InvAdapter.FaceWorld;

/// <summary>To which side a head leans, as the viewer sees it.</summary>
public enum HeadTilt
{
    /// <summary>Upright.</summary>
    Straight,

    /// <summary>To the viewer's left.</summary>
    Left,

    /// <summary>To the viewer's right.</summary>
    Right,
}
