namespace InvAdapter;

/// <summary>What generation starts from.</summary>
public enum InitialLatents
{
    /// <summary>Seeded noise: a new picture.</summary>
    Noise,

    /// <summary>The identity's z_T: keeps the reference image's layout. Drawn with <see cref="SamplerKind.Ddim"/>, unless the request says otherwise: it goes the way back that the inversion came. All
    /// seeds then start alike, and differ only where η is above 0.</summary>
    Inverted,
}
