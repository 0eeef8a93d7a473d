using InvAdapter.Imaging;
using Xunit;

namespace InvAdapter.FaceWorld.Tests;

internal static class Difference
{
    /// <summary>Mean absolute difference of bytes.</summary>
    public static double Mean(PixelBuffer a, PixelBuffer b)
    {
        Assert.Equal(a.Size, b.Size);
        long sum = 0;
        for (int i = 0; i < a.Pixels.Length; i++)
            sum += Math.Abs(a.Pixels[i] - b.Pixels[i]);
        return (double)sum / a.Pixels.Length;
    }
}
