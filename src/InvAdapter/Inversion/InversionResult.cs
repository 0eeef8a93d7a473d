using System.Collections.Immutable;

namespace InvAdapter.Inversion;

/// <summary>What an inversion found, and how well.</summary>
/// <param name="Trajectory">z₀ … z_T.</param>
/// <param name="Calls">UNet calls that it took.</param>
/// <param name="Residuals">
/// For each step, the root mean square by which its last UNet call still moved z_t: about how far z_t is from solving its equation.
/// Plain DDIM has one call a step, so there it is the step's whole length.
/// </param>
public sealed record InversionResult(Trajectory Trajectory, int Calls, ImmutableArray<double> Residuals);
