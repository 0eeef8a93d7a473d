namespace InvAdapter.Training.Diffusion;

/// <summary>How often each timestep is drawn in a training.</summary>
public enum TimestepDensity
{
    /// <summary>All alike, as in DDPM (Ho et al. 2020).</summary>
    Uniform,

    /// <summary>
    /// Nine in ten such that ln SNR is normal with mean 1.01 and deviation 2.4, which is where faces are decided: EDM's choice of noise levels
    /// (Karras et al. 2022, table 1: ln σ of mean -1.2 and deviation 1.2, at data of deviation 0.5). The tenth is uniform, for sampling begins in the tail.
    /// </summary>
    LogNormal,
}
