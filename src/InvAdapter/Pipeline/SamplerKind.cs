namespace InvAdapter;

/// <summary>How noise becomes an image.</summary>
public enum SamplerKind
{
    /// <summary>DDIM (Song et al. 2021): first order; what inversion is made for, and the only one with fresh noise at each step.</summary>
    Ddim,

    /// <summary>DPM-Solver++ (2M) (Lu et al. 2022): second order, made for about 20 steps. Deterministic.</summary>
    DpmSolver,
}
