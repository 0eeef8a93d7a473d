using InvAdapter.Models;

namespace InvAdapter.Scheduling;

/// <summary>A way from noise to image.</summary>
public interface ISampler
{
    /// <summary>Walks from noise to image, and stops behind each step.</summary>
    /// <param name="start">Latents z_T at the schedule's noisiest level; left as they are.</param>
    /// <param name="cancellation">Stops within one network call.</param>
    /// <returns>The latents behind each step. One buffer is used throughout: clone what should outlive the step.</returns>
    IEnumerable<Latents> Denoise(Latents start, CancellationToken cancellation = default);

    /// <summary>Walks from noise to image.</summary>
    /// <param name="start">Latents z_T at the schedule's noisiest level; left as they are.</param>
    /// <param name="cancellation">Stops within one network call.</param>
    /// <returns>The clean latents.</returns>
    Latents Run(Latents start, CancellationToken cancellation = default) => Denoise(start, cancellation).Last();
}
