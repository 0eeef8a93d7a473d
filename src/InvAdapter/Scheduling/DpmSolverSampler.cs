using System.Collections.Immutable;
using InvAdapter.Models;

namespace InvAdapter.Scheduling;

/// <summary>
/// Denoises latents with DPM-Solver++ (2M) (Lu et al. 2022, arXiv 2211.01095): second order from the predictions of two steps, one network call each.
/// </summary>
/// <remarks>
/// Visits the schedule's timesteps, and goes from each one's level to the next one's, from the last to <see cref="DdimSchedule.FinalAlpha"/>. The first and the last step are of first
/// order. Deterministic.
/// </remarks>
/// <param name="denoiser">The network; borrowed.</param>
/// <param name="schedule">Where to stop on the way.</param>
public sealed class DpmSolverSampler(IDenoiser denoiser, DdimSchedule schedule) : ISampler
{
    private readonly ImmutableArray<DpmSolverStep> _steps = DpmSolverStep.Plan(schedule);

    /// <inheritdoc/>
    public IEnumerable<Latents> Denoise(Latents start, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        return Steps(start, cancellation);
    }

    /// <inheritdoc cref="ISampler.Run"/>
    public Latents Run(Latents start, CancellationToken cancellation = default) => Denoise(start, cancellation).Last();

    private IEnumerable<Latents> Steps(Latents start, CancellationToken cancellation)
    {
        Latents z = start.Clone();
        (var sample, var earlier) = (new Latents(z.Shape), new Latents(z.Shape));
        for (int i = 0; i < _steps.Length; i++)
        {
            int timestep = schedule.Timesteps[i];
            denoiser.Predict(z, timestep, sample, cancellation);
            for (int image = 0; image < z.Shape.Batch; image++)
                ToSample(timestep, z.Sample(image), sample.Sample(image));
            Apply(_steps[i], z.Values, sample.Values, earlier.Values);
            (sample, earlier) = (earlier, sample);
            yield return z;
        }
    }

    /// <summary>Turns a raw prediction into the x₀ that it implies, limited as the configuration says.</summary>
    private void ToSample(int timestep, ReadOnlySpan<float> z, Span<float> prediction)
    {
        SchedulerConfiguration configuration = schedule.Configuration;
        double alpha = schedule.AlphaAt(timestep);
        SampleLimit limit = SampleLimit.For(configuration, PredictionWeights.At(configuration.PredictionType, alpha), z, prediction);
        DdimStep.ToSample(configuration.PredictionType, alpha, z, prediction, prediction);
        if (limit.IsNone)
            return;
        foreach (ref float value in prediction)
            value = (float)limit.Apply(value);
    }

    private static void Apply(DpmSolverStep step, Span<float> z, ReadOnlySpan<float> sample, ReadOnlySpan<float> earlier)
    {
        LinearCombination.Write(step.OfLatent, z, step.OfSample, sample, z);
        if (step.OfEarlierSample != 0)
            LinearCombination.Write(1, z, step.OfEarlierSample, earlier, z);
    }
}
