namespace InvAdapter.FaceWorld;

/// <summary>What is behind a person.</summary>
public enum BackgroundKind
{
    /// <summary>One colour.</summary>
    Plain,

    /// <summary>Slanted stripes of one colour.</summary>
    Stripes,

    /// <summary>Dots on one colour.</summary>
    Dots,

    /// <summary>Checks of one colour.</summary>
    Checks,

    /// <summary>One colour that runs into light.</summary>
    Gradient,

    /// <summary>Sand, sea and sun; has no colour of its own.</summary>
    Beach,

    /// <summary>Trees; has no colour of its own.</summary>
    Forest,

    /// <summary>A city at night; has no colour of its own.</summary>
    City,

    /// <summary>Falling snow over hills; has no colour of its own.</summary>
    Snow,
}
