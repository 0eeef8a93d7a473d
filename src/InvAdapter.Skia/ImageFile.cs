using InvAdapter.Imaging;
using InvAdapter.Weights;
using SkiaSharp;

namespace InvAdapter.Skia;

/// <summary>Reads and writes picture files.</summary>
public static class ImageFile
{
    /// <summary>Most pixels that a picture may have unless the caller says otherwise: 2²⁷, about 134 million. Reading takes up to 10 bytes for each.</summary>
    public const int DefaultMaxPixels = 1 << 27;

    /// <summary>Quality that is hard to tell from the original.</summary>
    public const int DefaultQuality = 92;

    /// <summary>Most bytes that a picture's file may have, 256 MiB.</summary>
    public const int MaxFileBytes = 1 << 28;

    /// <summary>Reads a picture: PNG, JPEG, WebP, GIF (its first frame), BMP.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxPixels">Most pixels that the file may declare, 1 or more; more are refused before any is decoded.</param>
    /// <returns>The picture as it is to be seen: turned as its EXIF data says, in sRGB, over white where it is transparent.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null, empty or blank.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxPixels"/> is below 1.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidFileException">It is no picture, a damaged or cut one, or a larger one than allowed; or a folder.</exception>
    public static PixelBuffer Read(string path, int maxPixels = DefaultMaxPixels)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (Directory.Exists(path))
            throw new InvalidFileException(path, "path", "a picture file", "a folder");
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path}: there is no such file.", path);
        using FileStream stream = File.OpenRead(path);
        return Read(stream, path, maxPixels);
    }

    /// <summary>Reads a picture from a stream's place to its end.</summary>
    /// <param name="stream">The stream. It stays open.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="maxPixels">Most pixels that the file may declare, 1 or more; more are refused before any is decoded.</param>
    /// <returns>The picture, as <see cref="Read(string, int)"/> gives it.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is null, empty or blank.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxPixels"/> is below 1.</exception>
    /// <exception cref="InvalidFileException">It is no picture, a damaged or cut one, or a larger one than allowed.</exception>
    public static PixelBuffer Read(Stream stream, string name, int maxPixels = DefaultMaxPixels)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxPixels, 1);
        return ImageDecoder.Decode(Bytes(stream, name), name, maxPixels);
    }

    /// <summary>Writes a picture in the format that the file's extension names: .png, .jpg, .jpeg or .webp.</summary>
    /// <remarks>A reader sees the older file or the whole new one; where writing fails, nothing has changed.</remarks>
    /// <param name="path">The file to make or replace. Its folder must exist.</param>
    /// <param name="image">The picture.</param>
    /// <param name="quality">1 to 100; a higher one keeps more of the picture and takes more bytes. Of no effect on PNG.</param>
    /// <exception cref="ArgumentException">The extension is another, or the picture is too large for the format.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="quality"/> is out of range.</exception>
    public static void Write(string path, PixelBuffer image, int quality = DefaultQuality)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ImageFormat format = Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".PNG" => ImageFormat.Png,
            ".JPG" or ".JPEG" => ImageFormat.Jpeg,
            ".WEBP" => ImageFormat.WebP,
            var other => throw new ArgumentException($"{path}: use .png, .jpg, .jpeg or .webp, not '{other}'.", nameof(path)),
        };
        using SKData data = ImageEncoder.Encode(image, format, quality);
        AtomicFile.Write(path, data.SaveTo);
    }

    /// <summary>Writes a picture to a stream.</summary>
    /// <param name="stream">The stream. It stays open.</param>
    /// <param name="image">The picture.</param>
    /// <param name="format">The format.</param>
    /// <param name="quality">1 to 100; a higher one keeps more of the picture and takes more bytes. Of no effect on PNG.</param>
    /// <exception cref="ArgumentException">The picture is too large for the format.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="quality"/> or <paramref name="format"/> is out of range.</exception>
    public static void Write(Stream stream, PixelBuffer image, ImageFormat format, int quality = DefaultQuality)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using SKData data = ImageEncoder.Encode(image, format, quality);
        data.SaveTo(stream);
    }

    /// <summary>Stops at the limit instead of asking for the length, which streams and special files may not know.</summary>
    private static SKData Bytes(Stream stream, string name)
    {
        using var memory = new MemoryStream();
        var piece = new byte[1 << 16];
        int count;
        while ((count = stream.Read(piece)) > 0)
        {
            if (memory.Length + count > MaxFileBytes)
                throw new InvalidFileException(name, "file", $"at most {MaxFileBytes} bytes", "longer");
            memory.Write(piece, 0, count);
        }

        return SKData.CreateCopy(memory.GetBuffer().AsSpan(0, (int)memory.Length));
    }
}
