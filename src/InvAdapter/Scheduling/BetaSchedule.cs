namespace InvAdapter.Scheduling;

/// <summary>How the noise variances β₀ … β_{T-1} of training run from the first timestep to the last.</summary>
public enum BetaSchedule
{
    /// <summary>β linear in the timestep (DDPM, Ho et al. 2020). <c>linear</c> in a scheduler file.</summary>
    Linear,

    /// <summary>√β linear in the timestep: Stable Diffusion's. <c>scaled_linear</c> in a scheduler file.</summary>
    ScaledLinear,

    /// <summary>ᾱ(u) = cos²((u + 0.008) / 1.008 · π/2), β capped at 0.999 (Nichol and Dhariwal 2021). <c>squaredcos_cap_v2</c> in a scheduler file.</summary>
    SquaredCosCapV2,
}
