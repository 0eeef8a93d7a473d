using InvAdapter.Imaging;
using SkiaSharp;

namespace InvAdapter.Skia;

/// <summary>Turns pixels into the bytes of a picture file.</summary>
internal static class ImageEncoder
{
    private const int MaxWebPSide = 16383;
    private const int LosslessQuality = 100;

    public static SKData Encode(PixelBuffer image, ImageFormat format, int quality)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (quality is < 1 or > LosslessQuality)
            throw new ArgumentOutOfRangeException(nameof(quality), quality, "Use a quality of 1 to 100.");
        if (format == ImageFormat.WebP && Math.Max(image.Width, image.Height) > MaxWebPSide)
            throw new ArgumentException($"A WebP picture has at most {MaxWebPSide} pixels a side, not {image.Size}.", nameof(image));

        using SKImage pixels = SkiaPixels.ToImage(image);
        using SKPixmap map = pixels.PeekPixels();
        SKData? data = format switch
        {
            ImageFormat.Png => map.Encode(SKPngEncoderOptions.Default),
            ImageFormat.Jpeg => map.Encode(new SKJpegEncoderOptions(quality, SKJpegEncoderDownsample.Downsample444, SKJpegEncoderAlphaOption.Ignore)),
            ImageFormat.WebP when quality == LosslessQuality => map.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossless, LosslessQuality)),
            ImageFormat.WebP => map.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossy, quality)),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Use Png, Jpeg or WebP."),
        };
        return data ?? throw new InvalidOperationException($"A picture of {image.Size} could not be written as {format}.");
    }
}
