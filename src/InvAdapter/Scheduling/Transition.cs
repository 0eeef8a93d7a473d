namespace InvAdapter.Scheduling;

/// <summary>A move between two noise levels. The network is asked at the noisier one, in both directions.</summary>
/// <param name="Timestep">The timestep the network is asked at, 0 to T−1.</param>
/// <param name="AlphaFrom">Cumulative alpha ᾱ of the level the latent is at, 0 (all noise) to 1 (no noise).</param>
/// <param name="AlphaTo">Cumulative alpha ᾱ of the level the latent goes to, 0 (all noise) to 1 (no noise).</param>
public readonly record struct Transition(int Timestep, double AlphaFrom, double AlphaTo)
{
    /// <summary>The same move in the other direction.</summary>
    public Transition Reversed => this with { AlphaFrom = AlphaTo, AlphaTo = AlphaFrom };
}
