namespace InvAdapter.FaceWorld;

/// <summary>How a picture is drawn.</summary>
public enum DrawingStyle
{
    /// <summary>Soft light and shadow.</summary>
    Soft,

    /// <summary>Even areas of colour.</summary>
    Flat,

    /// <summary>A pencil drawing on paper.</summary>
    Pencil,

    /// <summary>In moonlight.</summary>
    Night,

    /// <summary>Loud colours, outlines and printed dots.</summary>
    PopArt,

    /// <summary>Washes of colour on rough paper.</summary>
    Watercolor,
}
