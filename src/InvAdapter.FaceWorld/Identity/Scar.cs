namespace InvAdapter.FaceWorld;

/// <summary>Where a scar is. Left and right are the viewer's.</summary>
public enum Scar
{
    /// <summary>None.</summary>
    None,

    /// <summary>Across the left cheek.</summary>
    LeftCheek,

    /// <summary>Across the right cheek.</summary>
    RightCheek,

    /// <summary>Through the left brow.</summary>
    LeftBrow,

    /// <summary>Through the right brow.</summary>
    RightBrow,

    /// <summary>On the chin.</summary>
    Chin,
}
