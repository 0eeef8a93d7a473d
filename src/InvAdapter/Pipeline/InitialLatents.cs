namespace InvAdapter;

/// <summary>What generation starts from.</summary>
public enum InitialLatents
{
    /// <summary>Seeded noise: a new picture.</summary>
    Noise,

    /// <summary>The identity's z_T: keeps the reference image's layout. <see cref="SamplerKind.Ddim"/> goes the way back that the inversion came, to the reference itself where nothing else is asked for. All
    /// seeds then start alike, and differ only where its η is above 0.</summary>
    Inverted,
}
