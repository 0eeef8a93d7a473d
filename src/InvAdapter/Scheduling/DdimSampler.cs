using InvAdapter.Models;

namespace InvAdapter.Scheduling;

/// <summary>Denoises latents along a schedule (DDIM, Song et al. 2021).</summary>
/// <param name="denoiser">The network; borrowed.</param>
/// <param name="schedule">Where to stop on the way.</param>
/// <param name="eta">η, 0 (deterministic) to 1 (DDPM).</param>
/// <param name="generators">For η above 0: where each image of the batch gets its noise from.</param>
/// <exception cref="ArgumentOutOfRangeException">η is not 0 to 1.</exception>
public sealed class DdimSampler(IDenoiser denoiser, DdimSchedule schedule, double eta = 0, IReadOnlyList<TorchGenerator>? generators = null) : ISampler
{
    private readonly double _eta = eta is >= 0 and <= 1 ? eta : throw new ArgumentOutOfRangeException(nameof(eta), eta, "Use an eta of 0 to 1.");

    /// <summary>Walks from noise to image, and stops behind each step.</summary>
    /// <param name="start">Latents z_T at the schedule's noisiest level; left as they are.</param>
    /// <param name="cancellation">Stops within one network call.</param>
    /// <returns>The latents behind each step. One buffer is used throughout: clone what should outlive the step.</returns>
    public IEnumerable<Latents> Denoise(Latents start, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        if (_eta > 0 && (generators?.Count ?? 0) < start.Shape.Batch)
            throw new ArgumentException($"With eta above 0 each of the {start.Shape.Batch} images needs a generator, but there are {generators?.Count ?? 0}.", nameof(start));
        return Steps(start, cancellation);
    }

    /// <summary>Walks from noise to image.</summary>
    /// <inheritdoc cref="Denoise"/>
    /// <returns>The clean latents.</returns>
    public Latents Run(Latents start, CancellationToken cancellation = default) => Denoise(start, cancellation).Last();

    private IEnumerable<Latents> Steps(Latents start, CancellationToken cancellation)
    {
        Latents z = start.Clone();
        var prediction = new Latents(z.Shape);
        float[] noise = new float[_eta > 0 ? z.Shape.SampleLength : 0];

        foreach (Transition move in schedule.Moves)
        {
            denoiser.Predict(z, move.Timestep, prediction, cancellation);
            for (int i = 0; i < z.Shape.Batch; i++)
                Step(move, z.Sample(i), prediction.Sample(i), noise, i);
            yield return z;
        }
    }

    private void Step(Transition move, Span<float> z, Span<float> prediction, Span<float> noise, int index)
    {
        if (noise.IsEmpty)
        {
            DdimStep.Apply(schedule.Configuration, move, z, prediction, z);
            return;
        }

        generators![index].Fill(noise);
        DdimStep.Apply(schedule.Configuration, move, z, prediction, _eta, noise, z);
    }
}
