using InvAdapter.Inversion;
using InvAdapter.Models;
using InvAdapter.Scheduling;

namespace InvAdapter;

/// <summary>An inverter that says when it is done, so that progress can move on to the next stage.</summary>
internal sealed class AnnouncedInverter(IInverter inner, Action done) : IInverter
{
    public int CallsPerStep => inner.CallsPerStep;

    public InversionResult Invert(IDenoiser denoiser, DdimSchedule schedule, Latents z0, CancellationToken cancellation = default)
    {
        InversionResult result = inner.Invert(denoiser, schedule, z0, cancellation);
        done();
        return result;
    }
}
