using InvAdapter.Imaging;
using SkiaSharp;

namespace InvAdapter.Skia;

/// <summary>Turns the bytes of a picture file into pixels, and refuses what is not whole.</summary>
internal static class ImageDecoder
{
    private const int DecodedChannels = 4;

    public static unsafe PixelBuffer Decode(SKData bytes, string name, int maxPixels)
    {
        using SKData data = bytes;
        using SKCodec codec = SKCodec.Create(new SKMemoryStream(data), out SKCodecResult opened)
            ?? throw new InvalidFileException(name, "file", "a picture (PNG, JPEG, WebP, GIF or BMP)", Describe(opened, data.Size));
        (int width, int height) = (codec.Info.Width, codec.Info.Height);
        RequireSize(name, width, height, maxPixels);

        var pixels = new byte[width * height * DecodedChannels];
        using SKColorSpace srgb = SKColorSpace.CreateSrgb();
        var info = new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul, srgb);
        SKCodecResult result;
        fixed (byte* start = pixels)
            result = codec.GetPixels(info, (nint)start);

        // Skia fills what is missing with grey and says so in the result alone.
        if (result != SKCodecResult.Success)
            throw new InvalidFileException(name, "pixels", $"a whole picture of {width}×{height}", Describe(result, data.Size));
        return Orientation.Apply(PixelBuffer.FromRgba(pixels, width, height), codec.EncodedOrigin);
    }

    private static void RequireSize(string name, int width, int height, int maxPixels)
    {
        if (width is < 1 or > ImageSize.MaxSide || height is < 1 or > ImageSize.MaxSide)
            throw new InvalidFileException(name, "size", $"1 to {ImageSize.MaxSide} pixels a side", $"{width}×{height}");
        if ((long)width * height > maxPixels)
            throw new InvalidFileException(name, "size", $"at most {maxPixels} pixels", $"{width}×{height}");
    }

    private static string Describe(SKCodecResult result, long length) => result switch
    {
        _ when length == 0 => "empty",
        SKCodecResult.IncompleteInput => "cut short",
        SKCodecResult.ErrorInInput => "damaged",
        SKCodecResult.Unimplemented or SKCodecResult.InvalidInput => "of no known format, or damaged",
        _ => $"not readable ({result})",
    };
}
