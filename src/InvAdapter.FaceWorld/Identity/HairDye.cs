namespace InvAdapter.FaceWorld;

/// <summary>A colour that hair does not have by itself.</summary>
public enum HairDye
{
    /// <summary>Natural.</summary>
    None,

    /// <summary>Bright red.</summary>
    Red,

    /// <summary>Pink.</summary>
    Pink,

    /// <summary>Purple.</summary>
    Purple,

    /// <summary>Blue.</summary>
    Blue,

    /// <summary>Turquoise.</summary>
    Turquoise,

    /// <summary>Green.</summary>
    Green,
}
