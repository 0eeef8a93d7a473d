namespace InvAdapter.Features;

/// <summary>In which UNet calls the features of a reference image are captured. An adapter works best with the source that it was trained on.</summary>
public enum FeatureSource
{
    /// <summary>In the very calls that invert: no call more. After fixed-point iteration the last call of a step is at nearly the exact (z_t, t).</summary>
    InversionPass,

    /// <summary>While denoising z_T back to the image (the paper's way): one call more for each step.</summary>
    Replay,

    /// <summary>At each stored (z_t, t) of the trajectory: one call more for each captured timestep.</summary>
    Trajectory,

    /// <summary>
    /// At (z₀, τ), for all timesteps: one call in all, and no inversion. Nothing of the image is hidden by noise; τ, 0 where nothing else is said, chooses what
    /// level of noise the network works for, and with it what its queries will be like that these features are to answer.
    /// </summary>
    Clean,

    /// <summary>At z_t = √ᾱ_t·z₀ + √(1−ᾱ_t)·ε with random ε: one call for each captured timestep, and no inversion.</summary>
    Noised,
}
