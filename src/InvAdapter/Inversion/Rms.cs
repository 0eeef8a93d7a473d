using System.Numerics.Tensors;

namespace InvAdapter.Inversion;

/// <summary>Root mean squares.</summary>
public static class Rms
{
    /// <summary>√(mean (a − b)²).</summary>
    /// <param name="a">Some values.</param>
    /// <param name="b">As many others.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Distance(ReadOnlySpan<float> a, ReadOnlySpan<float> b) =>
        a.Length == 0 ? 0 : TensorPrimitives.Distance(a, b) / Math.Sqrt(a.Length);
}
