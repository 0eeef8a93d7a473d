namespace InvAdapter.Imaging;

/// <summary>Width and height of a picture in pixels, each 1 to 16384.</summary>
public readonly record struct ImageSize
{
    /// <summary>Most pixels that a side may have.</summary>
    public const int MaxSide = 16384;

    /// <summary>Makes a size.</summary>
    /// <param name="width">Pixels across, 1 to 16384.</param>
    /// <param name="height">Pixels down, 1 to 16384.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is outside that range.</exception>
    public ImageSize(int width, int height)
    {
        Width = Side(width, nameof(width));
        Height = Side(height, nameof(height));
    }

    /// <summary>Pixels across.</summary>
    public int Width { get; }

    /// <summary>Pixels down.</summary>
    public int Height { get; }

    /// <summary>Number of pixels, at most 2²⁸.</summary>
    public int PixelCount => Width * Height;

    /// <summary>For messages: <c>512×768</c>.</summary>
    /// <returns>The description.</returns>
    public override string ToString() => $"{Width}×{Height}";

    private static int Side(int value, string parameter) => value is >= 1 and <= MaxSide
        ? value
        : throw new ArgumentOutOfRangeException(parameter, value, $"Use 1 to {MaxSide} pixels.");
}
