using InvAdapter.Models;

namespace InvAdapter.Scheduling;

/// <summary>Denoises latents along a schedule (DDIM, Song et al. 2021).</summary>
/// <param name="denoiser">The network; borrowed.</param>
/// <param name="schedule">Where to stop on the way.</param>
/// <param name="eta">η, 0 (deterministic) to 1 (DDPM).</param>
/// <param name="generators">For η above 0: where each image of the batch gets its noise from.</param>
public sealed class DdimSampler(IDenoiser denoiser, DdimSchedule schedule, double eta = 0, IReadOnlyList<TorchGenerator>? generators = null)
{
    /// <summary>Walks from noise to image, and stops behind each step.</summary>
    /// <param name="start">Latents z_T at the schedule's noisiest level; left as they are.</param>
    /// <param name="cancellation">Stops within one network call.</param>
    /// <returns>The latents behind each step. One buffer is used throughout: clone what should outlive the step.</returns>
    public IEnumerable<Latents> Denoise(Latents start, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        Latents z = start.Clone();
        var prediction = new Latents(z.Shape);
        float[] noise = new float[eta > 0 ? z.Shape.SampleLength : 0];

        foreach (Transition move in schedule.Moves)
        {
            denoiser.Predict(z, move.Timestep, prediction, cancellation);
            for (int i = 0; i < z.Shape.Batch; i++)
                Step(move, z.Sample(i), prediction.Sample(i), noise, i);
            yield return z;
        }
    }

    /// <summary>Walks from noise to image.</summary>
    /// <inheritdoc cref="Denoise"/>
    /// <returns>The clean latents.</returns>
    public Latents Run(Latents start, CancellationToken cancellation = default) => Denoise(start, cancellation).Last();

    private void Step(Transition move, Span<float> z, Span<float> prediction, Span<float> noise, int index)
    {
        if (noise.IsEmpty)
        {
            DdimStep.Apply(schedule.Configuration, move, z, prediction, z);
            return;
        }

        (generators ?? throw new InvalidOperationException("Noise for each image is needed where eta is above 0."))[index].Fill(noise);
        DdimStep.Apply(schedule.Configuration, move, z, prediction, eta, noise, z);
    }
}
