using InvAdapter.Imaging;

namespace InvAdapter.Tests.Imaging;

internal static class Pictures
{
    public static PixelBuffer Of(int width, int height, Func<int, int, (int Red, int Green, int Blue)> color)
    {
        var pixels = new byte[width * height * 3];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                (int red, int green, int blue) = color(x, y);
                int at = (y * width + x) * 3;
                (pixels[at], pixels[at + 1], pixels[at + 2]) = ((byte)red, (byte)green, (byte)blue);
            }
        }

        return PixelBuffer.FromRgb(pixels, width, height);
    }

    /// <summary>Smooth colour with a red corner at the top left, so that every turn and mirror shows.</summary>
    public static PixelBuffer Photo(int width, int height) =>
        Of(width, height, (x, y) => x < width / 4 && y < height / 4 ? (250, 20, 20) : (40, 80 + 150 * x / width, 80 + 150 * y / height));

    public static (byte Red, byte Green, byte Blue) At(this PixelBuffer image, int x, int y)
    {
        ReadOnlySpan<byte> pixel = image.Pixels.Slice((y * image.Width + x) * 3, 3);
        return (pixel[0], pixel[1], pixel[2]);
    }

    public static double MeanDifference(PixelBuffer a, PixelBuffer b)
    {
        Xunit.Assert.Equal(a.Size, b.Size);
        double sum = 0;
        for (int i = 0; i < a.Pixels.Length; i++)
            sum += Math.Abs(a.Pixels[i] - b.Pixels[i]);
        return sum / a.Pixels.Length;
    }
}
