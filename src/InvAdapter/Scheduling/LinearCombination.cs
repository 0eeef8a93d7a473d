using System.Numerics.Tensors;

namespace InvAdapter.Scheduling;

/// <summary>a·x + b·y over spans, where the result may be x or y itself.</summary>
internal static class LinearCombination
{
    public static void Write(double a, ReadOnlySpan<float> x, double b, ReadOnlySpan<float> y, Span<float> result)
    {
        RequireSameLength(x, y, result);

        // Whichever input is about to be overwritten is read first.
        if (y.Overlaps(result))
        {
            TensorPrimitives.Multiply(y, (float)b, result);
            TensorPrimitives.MultiplyAdd(x, (float)a, result, result);
        }
        else
        {
            TensorPrimitives.Multiply(x, (float)a, result);
            TensorPrimitives.MultiplyAdd(y, (float)b, result, result);
        }
    }

    public static void RequireSameLength(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> result)
    {
        if (x.Length != y.Length || x.Length != result.Length)
            throw new ArgumentException($"The latents should have one length, but have {x.Length}, {y.Length} and, for the result, {result.Length}.");
    }
}
