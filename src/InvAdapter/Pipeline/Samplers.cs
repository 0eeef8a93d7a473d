using InvAdapter.Models;
using InvAdapter.Scheduling;

namespace InvAdapter;

/// <summary>Makes samplers of a kind.</summary>
internal static class Samplers
{
    /// <param name="kind">The kind.</param>
    /// <param name="denoiser">The network; borrowed.</param>
    /// <param name="schedule">Where to stop on the way.</param>
    /// <param name="eta">η, above 0 for DDIM only.</param>
    /// <param name="generators">Where fresh noise comes from, one an image; needed where η is above 0.</param>
    public static ISampler Create(this SamplerKind kind, IDenoiser denoiser, DdimSchedule schedule, double eta = 0, IReadOnlyList<TorchGenerator>? generators = null) =>
        kind == SamplerKind.DpmSolver ? new DpmSolverSampler(denoiser, schedule) : new DdimSampler(denoiser, schedule, eta, generators);
}
