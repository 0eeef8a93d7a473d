namespace InvAdapter.Imaging;

/// <summary>Scales pictures with an antialiased bicubic filter, the same on every machine.</summary>
/// <remarks>Works on the stored sRGB values, as the image tools that models were trained with do.</remarks>
public static class ImageResampler
{
    private const byte White = 255;
    private const int Channels = 3;

    /// <summary>Scales a picture to a size, whatever that does to its proportions.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="width">Pixels across, 1 to 16384.</param>
    /// <param name="height">Pixels down, 1 to 16384.</param>
    /// <returns>The scaled picture; <paramref name="image"/> itself where it has that size.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A side is out of range.</exception>
    public static PixelBuffer Resize(PixelBuffer image, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(image);
        return Resample(image, 0, 0, image.Width, image.Height, new ImageSize(width, height));
    }

    /// <summary>Scales a picture so that it covers a size, and keeps its middle.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="width">Pixels across, 1 to 16384.</param>
    /// <param name="height">Pixels down, 1 to 16384.</param>
    /// <returns>The picture, in its own proportions, without borders.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A side is out of range.</exception>
    public static PixelBuffer Cover(PixelBuffer image, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(image);
        var size = new ImageSize(width, height);
        double scale = Math.Max((double)width / image.Width, (double)height / image.Height);
        double partWidth = Math.Min(image.Width, width / scale);
        double partHeight = Math.Min(image.Height, height / scale);
        return Resample(image, (image.Width - partWidth) / 2, (image.Height - partHeight) / 2, partWidth, partHeight, size);
    }

    /// <summary>Scales a picture so that all of it fits into a size, and centres it on white.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="width">Pixels across, 1 to 16384.</param>
    /// <param name="height">Pixels down, 1 to 16384.</param>
    /// <returns>The picture, in its own proportions, with white borders where they differ.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A side is out of range.</exception>
    public static PixelBuffer Fit(PixelBuffer image, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(image);
        var size = new ImageSize(width, height);
        PixelBuffer inner = FitWithin(image, size);
        if (inner.Size == size)
            return inner;

        var pixels = new byte[size.PixelCount * Channels];
        Array.Fill(pixels, White);
        int left = (width - inner.Width) / 2;
        int top = (height - inner.Height) / 2;
        int row = inner.Width * Channels;
        for (int y = 0; y < inner.Height; y++)
            inner.Pixels.Slice(y * row, row).CopyTo(pixels.AsSpan(((top + y) * width + left) * Channels));
        return PixelBuffer.FromRgb(pixels, width, height);
    }

    /// <summary>Scales a picture, in its own proportions, until it touches the size's borders from within.</summary>
    internal static PixelBuffer FitWithin(PixelBuffer image, ImageSize size)
    {
        double scale = Math.Min((double)size.Width / image.Width, (double)size.Height / image.Height);
        return Resize(image, Side(image.Width * scale, size.Width), Side(image.Height * scale, size.Height));
    }

    private static int Side(double exact, int limit) => Math.Clamp((int)Math.Round(exact), 1, limit);

    /// <summary>The filter is separable: rows first, then columns, in single precision between.</summary>
    private static PixelBuffer Resample(PixelBuffer image, double left, double top, double width, double height, ImageSize size)
    {
        if (image.Size == size && width == size.Width && height == size.Height)
            return image;
        var across = new ResampleAxis(image.Width, left, width, size.Width);
        var down = new ResampleAxis(image.Height, top, height, size.Height);
        int rowLength = size.Width * Channels;

        // Only the rows that the second pass reads are made by the first.
        float[] rows = new float[down.SourceCount * rowLength];
        for (int y = 0; y < down.SourceCount; y++)
        {
            ReadOnlySpan<byte> source = image.Pixels.Slice((down.SourceStart + y) * image.Width * Channels, image.Width * Channels);
            across.ApplyAlongRow(source, rows.AsSpan(y * rowLength, rowLength));
        }

        var pixels = new byte[size.PixelCount * Channels];
        down.ApplyAcrossRows(rows, rowLength, pixels);
        return PixelBuffer.FromRgb(pixels, size.Width, size.Height);
    }
}
