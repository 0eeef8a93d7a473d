using static TorchSharp.torch;

namespace InvAdapter.Training.Diffusion;

/// <summary>Draws timesteps with a density, a batch spread evenly over it.</summary>
internal sealed class TimestepSampler : IDisposable
{
    private const double Mean = 1.01;
    private const double Deviation = 2.4;
    private const double UniformShare = 0.1;

    private readonly Tensor _bounds;

    /// <param name="density">How often each timestep is drawn.</param>
    /// <param name="alphas">ᾱ of every training timestep, each between 0 and 1.</param>
    public TimestepSampler(TimestepDensity density, ReadOnlySpan<float> alphas)
    {
        double[] shares = density == TimestepDensity.LogNormal ? LogNormal(alphas) : Enumerable.Repeat(1.0 / alphas.Length, alphas.Length).ToArray();
        double sum = 0;

        // Only the inner bounds: what lies beyond the last one is the last timestep, whatever the sum's rounding.
        _bounds = tensor(shares[..^1].Select(share => sum += share).ToArray()).DetachFromDisposeScope();
    }

    /// <summary>Timesteps [count]. Row i is drawn from the i-th of count equal parts of the distribution, so that losses of batches differ less.</summary>
    public Tensor Draw(long count) => searchsorted(_bounds, (arange(count, float64) + rand(count, float64)) / count, right: true);

    public void Dispose() => _bounds.Dispose();

    private static double[] LogNormal(ReadOnlySpan<float> alphas)
    {
        var levels = new double[alphas.Length];
        for (int t = 0; t < levels.Length; t++)
            levels[t] = Math.Log(alphas[t] / (1.0 - alphas[t]));
        double[] density = [.. levels.Select((level, t) => Spacing(levels, t) * Math.Exp(-0.5 * Math.Pow((level - Mean) / Deviation, 2)))];
        double sum = density.Sum();
        return [.. density.Select(share => (1 - UniformShare) * share / sum + UniformShare / levels.Length)];
    }

    /// <summary>How much of the axis of ln SNR a timestep stands for.</summary>
    private static double Spacing(double[] levels, int t)
    {
        (int before, int after) = (Math.Max(t - 1, 0), Math.Min(t + 1, levels.Length - 1));
        return after == before ? 1 : Math.Abs(levels[after] - levels[before]) / (after - before);
    }
}
