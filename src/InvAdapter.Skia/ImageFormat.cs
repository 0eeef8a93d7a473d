namespace InvAdapter.Skia;

/// <summary>A format that pictures are written in.</summary>
public enum ImageFormat
{
    /// <summary>PNG: without loss.</summary>
    Png,

    /// <summary>JPEG: with loss, colour at full resolution.</summary>
    Jpeg,

    /// <summary>WebP: with loss, without it at quality 100. Sides of at most 16383 pixels.</summary>
    WebP,
}
