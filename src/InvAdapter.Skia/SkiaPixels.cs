using InvAdapter.Imaging;
using SkiaSharp;

namespace InvAdapter.Skia;

/// <summary>Moves pixels between the library's pictures and Skia's. Skia has no 3-byte pixels, so both ways copy.</summary>
internal static class SkiaPixels
{
    private const int SkiaChannels = 4;

    public static SKImage ToImage(PixelBuffer image)
    {
        var rgba = new byte[image.Size.PixelCount * SkiaChannels];
        ReadOnlySpan<byte> rgb = image.Pixels;
        for (int from = 0, to = 0; from < rgb.Length; from += 3, to += SkiaChannels)
            (rgba[to], rgba[to + 1], rgba[to + 2], rgba[to + 3]) = (rgb[from], rgb[from + 1], rgb[from + 2], byte.MaxValue);
        return SKImage.FromPixelCopy(Info(image.Width, image.Height), rgba);
    }

    public static PixelBuffer ToPixelBuffer(SKBitmap bitmap) => PixelBuffer.FromRgba(bitmap.GetPixelSpan(), bitmap.Width, bitmap.Height);

    /// <summary>Opaque sRGB bytes, red first, on every platform.</summary>
    public static SKImageInfo Info(int width, int height) =>
        new(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque, SKColorSpace.CreateSrgb());
}
