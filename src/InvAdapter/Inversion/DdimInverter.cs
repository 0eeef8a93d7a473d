using InvAdapter.Models;
using InvAdapter.Scheduling;

namespace InvAdapter.Inversion;

/// <summary>Plain DDIM inversion: takes ε(z_{t-1}, t) for ε(z_t, t). One UNet call a step; the numbers of diffusers' <c>DDIMInverseScheduler</c>.</summary>
public sealed class DdimInverter : IInverter
{
    /// <inheritdoc/>
    public int CallsPerStep => 1;

    /// <inheritdoc/>
    public InversionResult Invert(IDenoiser denoiser, DdimSchedule schedule, Latents z0, CancellationToken cancellation = default)
    {
        var path = new InversionPath(schedule, z0);
        var prediction = new Latents(z0.Shape);
        foreach (Transition move in schedule.InverseMoves)
        {
            denoiser.Predict(path.Current, move.Timestep, prediction, cancellation);
            var next = new Latents(z0.Shape);
            DdimStep.Apply(schedule.Configuration, move, path.Current.Values, prediction.Values, next.Values);
            path.Add(next, Rms.Distance(path.Current.Values, next.Values), calls: 1);
        }

        return path.Finish();
    }

    /// <inheritdoc/>
    public override string ToString() => "DDIM";
}
