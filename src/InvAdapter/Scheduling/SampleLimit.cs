using System.Buffers;
using System.Numerics.Tensors;

namespace InvAdapter.Scheduling;

/// <summary>What is done to a predicted x₀: nothing, clipping, or dynamic thresholding (Saharia et al. 2022, section 2.3).</summary>
/// <param name="Bound">Values are clamped to ± this.</param>
/// <param name="Divisor">Clamped values are divided by this.</param>
internal readonly record struct SampleLimit(double Bound, double Divisor)
{
    public bool IsNone => double.IsPositiveInfinity(Bound);

    public static SampleLimit For(SchedulerConfiguration configuration, PredictionWeights weights, ReadOnlySpan<float> z, ReadOnlySpan<float> output)
    {
        if (configuration.Thresholding && z.Length > 0)
        {
            double threshold = Threshold(configuration, weights, z, output);
            return new SampleLimit(threshold, threshold);
        }

        return new SampleLimit(configuration.ClipSample && !configuration.Thresholding ? configuration.ClipSampleRange : double.PositiveInfinity, 1);
    }

    public double Apply(double sample) => Math.Min(Math.Max(sample, -Bound), Bound) / Divisor;

    /// <summary>The quantile of |x₀|, interpolated linearly like torch.quantile, but at least 1 and at most the configured maximum.</summary>
    private static double Threshold(SchedulerConfiguration configuration, PredictionWeights weights, ReadOnlySpan<float> z, ReadOnlySpan<float> output)
    {
        float[] buffer = ArrayPool<float>.Shared.Rent(z.Length);
        try
        {
            Span<float> magnitudes = buffer.AsSpan(0, z.Length);
            LinearCombination.Write(weights.SampleZ, z, weights.SampleOutput, output, magnitudes);
            TensorPrimitives.Abs(magnitudes, magnitudes);
            magnitudes.Sort();

            float rank = (float)configuration.DynamicThresholdingRatio * (magnitudes.Length - 1);
            int below = (int)rank;
            int above = Math.Min(below + 1, magnitudes.Length - 1);
            double quantile = magnitudes[below] + (rank - below) * (magnitudes[above] - magnitudes[below]);
            return Math.Min(Math.Max(quantile, 1), configuration.SampleMaxValue);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(buffer);
        }
    }
}
