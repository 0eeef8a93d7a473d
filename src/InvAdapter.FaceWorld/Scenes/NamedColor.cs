namespace InvAdapter.FaceWorld;

/// <summary>A colour that captions can name.</summary>
public enum NamedColor
{
    /// <summary>Red.</summary>
    Red,

    /// <summary>Orange.</summary>
    Orange,

    /// <summary>Yellow.</summary>
    Yellow,

    /// <summary>Green.</summary>
    Green,

    /// <summary>Blue.</summary>
    Blue,

    /// <summary>Purple.</summary>
    Purple,

    /// <summary>Pink.</summary>
    Pink,

    /// <summary>White.</summary>
    White,

    /// <summary>Gray.</summary>
    Gray,

    /// <summary>Black.</summary>
    Black,
}
