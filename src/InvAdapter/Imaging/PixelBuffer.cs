namespace InvAdapter.Imaging;

/// <summary>A picture: rows of red, green and blue bytes in sRGB, top left first. Never changes.</summary>
/// <remarks>Pixels are interleaved, [height, width, 3]; networks take them planar, [3, height, width] in -1 to 1.</remarks>
public sealed class PixelBuffer
{
    private const int Channels = 3;

    private readonly byte[] _pixels;

    private PixelBuffer(byte[] pixels, ImageSize size)
    {
        _pixels = pixels;
        Size = size;
    }

    /// <summary>Width and height.</summary>
    public ImageSize Size { get; }

    /// <summary>Pixels across, 1 to 16384.</summary>
    public int Width => Size.Width;

    /// <summary>Pixels down, 1 to 16384.</summary>
    public int Height => Size.Height;

    /// <summary>The bytes, red, green, blue of one pixel after another, row by row without padding; 3 · Width · Height of them.</summary>
    public ReadOnlySpan<byte> Pixels => _pixels;

    /// <summary>The same bytes as <see cref="Pixels"/>, to be kept or passed to asynchronous code.</summary>
    public ReadOnlyMemory<byte> Memory => _pixels;

    /// <summary>Copies a picture from red, green, blue bytes.</summary>
    /// <param name="pixels">[height, width, 3] bytes.</param>
    /// <param name="width">Pixels across, 1 to 16384.</param>
    /// <param name="height">Pixels down, 1 to 16384.</param>
    /// <returns>The picture.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A side is out of range.</exception>
    /// <exception cref="ArgumentException"><paramref name="pixels"/> has another length.</exception>
    public static PixelBuffer FromRgb(ReadOnlySpan<byte> pixels, int width, int height)
    {
        ImageSize size = Checked(pixels.Length, Channels, width, height, nameof(pixels));
        return new PixelBuffer(pixels.ToArray(), size);
    }

    /// <summary>Makes a picture from red, green, blue, alpha bytes (straight, not premultiplied), laid over white.</summary>
    /// <param name="pixels">[height, width, 4] bytes.</param>
    /// <param name="width">Pixels across, 1 to 16384.</param>
    /// <param name="height">Pixels down, 1 to 16384.</param>
    /// <returns>The picture.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A side is out of range.</exception>
    /// <exception cref="ArgumentException"><paramref name="pixels"/> has another length.</exception>
    public static PixelBuffer FromRgba(ReadOnlySpan<byte> pixels, int width, int height)
    {
        ImageSize size = Checked(pixels.Length, Channels + 1, width, height, nameof(pixels));
        var rgb = new byte[size.PixelCount * Channels];
        for (int from = 0, to = 0; from < pixels.Length; from += 4, to += 3)
        {
            int alpha = pixels[from + 3];
            rgb[to] = OverWhite(pixels[from], alpha);
            rgb[to + 1] = OverWhite(pixels[from + 1], alpha);
            rgb[to + 2] = OverWhite(pixels[from + 2], alpha);
        }

        return new PixelBuffer(rgb, size);
    }

    /// <summary>Makes a picture from what a decoder network gives.</summary>
    /// <param name="values">[3, height, width], -1 for black to 1 for full. Values beyond are clamped, infinite ones too.</param>
    /// <param name="width">Pixels across, 1 to 16384.</param>
    /// <param name="height">Pixels down, 1 to 16384.</param>
    /// <returns>The picture, (value / 2 + 0.5) · 255 rounded to nearest, ties to even, as NumPy does.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A side is out of range.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="values"/> has another length, or holds a value that is not a number: a network has failed, and black
    /// pixels would hide it.
    /// </exception>
    public static PixelBuffer FromPlanar(ReadOnlySpan<float> values, int width, int height)
    {
        ImageSize size = Checked(values.Length, Channels, width, height, nameof(values));
        var rgb = new byte[values.Length];
        for (int channel = 0; channel < Channels; channel++)
        {
            ReadOnlySpan<float> plane = values.Slice(channel * size.PixelCount, size.PixelCount);
            for (int i = 0; i < plane.Length; i++)
            {
                if (float.IsNaN(plane[i]))
                    throw new ArgumentException($"The value at channel {channel}, row {i / width}, column {i % width} is not a number.", nameof(values));
                float unit = Math.Clamp(plane[i] / 2 + 0.5f, 0, 1);
                rgb[i * Channels + channel] = (byte)MathF.Round(unit * byte.MaxValue, MidpointRounding.ToEven);
            }
        }

        return new PixelBuffer(rgb, size);
    }

    /// <summary>Gives the picture as networks take it.</summary>
    /// <param name="values">Takes [3, height, width], -1 for black to 1 for full; exactly that many.</param>
    /// <exception cref="ArgumentException"><paramref name="values"/> has another length.</exception>
    public void ToPlanar(Span<float> values)
    {
        if (values.Length != _pixels.Length)
            throw new ArgumentException($"A picture of {Size} has {_pixels.Length} values, but there is room for {values.Length}.", nameof(values));
        for (int channel = 0; channel < Channels; channel++)
        {
            Span<float> plane = values.Slice(channel * Size.PixelCount, Size.PixelCount);
            for (int i = 0; i < plane.Length; i++)
                plane[i] = _pixels[i * Channels + channel] / (float)byte.MaxValue * 2 - 1;
        }
    }

    /// <summary>Copies a part of the picture.</summary>
    /// <param name="left">First column, 0 or more.</param>
    /// <param name="top">First row, 0 or more.</param>
    /// <param name="width">Columns, 1 or more.</param>
    /// <param name="height">Rows, 1 or more.</param>
    /// <returns>The part.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The part is not wholly inside the picture.</exception>
    public PixelBuffer Crop(int left, int top, int width, int height)
    {
        var size = new ImageSize(width, height);
        RequireInside(left, width, Width, nameof(left));
        RequireInside(top, height, Height, nameof(top));
        var part = new byte[size.PixelCount * Channels];
        int row = width * Channels;
        for (int y = 0; y < height; y++)
            _pixels.AsSpan(((top + y) * Width + left) * Channels, row).CopyTo(part.AsSpan(y * row));
        return new PixelBuffer(part, size);
    }

    /// <summary>Whether another picture has the same size and the same bytes.</summary>
    /// <param name="other">The other picture.</param>
    /// <returns>True where nothing differs.</returns>
    public bool ContentEquals(PixelBuffer other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Size == other.Size && Pixels.SequenceEqual(other.Pixels);
    }

    private static ImageSize Checked(int length, int channels, int width, int height, string parameter)
    {
        var size = new ImageSize(width, height);
        return length == (long)size.PixelCount * channels
            ? size
            : throw new ArgumentException($"A picture of {size} has {(long)size.PixelCount * channels} values, not {length}.", parameter);
    }

    /// <summary>255 is odd, so adding 127 before the division rounds to nearest and no tie can come.</summary>
    private static byte OverWhite(int value, int alpha) => (byte)((value * alpha + byte.MaxValue * (byte.MaxValue - alpha) + 127) / byte.MaxValue);

    private static void RequireInside(int start, int length, int whole, string parameter)
    {
        if (start < 0 || start > whole - length)
            throw new ArgumentOutOfRangeException(parameter, start, $"A part of {length} must lie within {whole}.");
    }
}
