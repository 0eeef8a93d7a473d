using InvAdapter.Models;
using InvAdapter.Scheduling;

namespace InvAdapter.Inversion;

/// <summary>Runs deterministic DDIM backwards, from an image's latents to noise.</summary>
/// <remarks>Each move solves z_t = step(z_{t-1}, ε(z_t, t)), which is implicit in z_t; inverters differ in how well they do.</remarks>
public interface IInverter
{
    /// <summary>Most UNet calls that one step takes.</summary>
    int CallsPerStep { get; }

    /// <summary>Inverts one image.</summary>
    /// <param name="denoiser">The network, under the empty prompt and without guidance.</param>
    /// <param name="schedule">The levels to visit.</param>
    /// <param name="z0">The image's latents [1,C,h,w].</param>
    /// <param name="cancellation">Stops within one network call.</param>
    /// <exception cref="ArgumentException">The latents are more than one image's.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    InversionResult Invert(IDenoiser denoiser, DdimSchedule schedule, Latents z0, CancellationToken cancellation = default);
}
