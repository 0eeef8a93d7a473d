using InvAdapter.Imaging;
using SkiaSharp;

namespace InvAdapter.Skia;

/// <summary>Turns and mirrors a picture as its EXIF orientation asks.</summary>
internal static class Orientation
{
    private const int Channels = 3;

    public static PixelBuffer Apply(PixelBuffer stored, SKEncodedOrigin origin)
    {
        if (origin == SKEncodedOrigin.TopLeft)
            return stored;

        // The origin says which side of the picture the first stored row, then the first stored column, is on.
        bool transposed = origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        bool fromRight = origin is SKEncodedOrigin.TopRight or SKEncodedOrigin.BottomRight or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom;
        bool fromBottom = origin is SKEncodedOrigin.BottomRight or SKEncodedOrigin.BottomLeft or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        (int width, int height) = transposed ? (stored.Height, stored.Width) : (stored.Width, stored.Height);
        var pixels = new byte[stored.Pixels.Length];
        ReadOnlySpan<byte> source = stored.Pixels;
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int across = fromRight ? width - 1 - x : x;
                int down = fromBottom ? height - 1 - y : y;
                int from = (transposed ? across * stored.Width + down : down * stored.Width + across) * Channels;
                source.Slice(from, Channels).CopyTo(pixels.AsSpan((y * width + x) * Channels));
            }
        }

        return PixelBuffer.FromRgb(pixels, width, height);
    }
}
