namespace InvAdapter.Graphs;

/// <summary>How a tensor of activations is held in eight bits: x ≈ <see cref="Scale"/>·(q − <see cref="ZeroPoint"/>), q from 0 to 255.</summary>
/// <param name="Scale">Width of a step, finite and above 0.</param>
/// <param name="ZeroPoint">The q that is exactly 0, so that a convolution's padding is exact too.</param>
internal readonly record struct AffineScale(float Scale, byte ZeroPoint)
{
    private const int Steps = 255;

    /// <summary>The scale whose 256 values reach from <paramref name="low"/> to <paramref name="high"/>, and over 0.</summary>
    public static AffineScale Over(double low, double high)
    {
        (low, high) = (Math.Min(low, 0), Math.Max(high, 0));
        float scale = (float)((high - low) / Steps);
        return float.IsNormal(scale) ? new AffineScale(scale, (byte)Math.Clamp(Math.Round(-low / scale), 0, Steps)) : new AffineScale(1, 0);
    }
}
