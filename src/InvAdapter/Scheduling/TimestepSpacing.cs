namespace InvAdapter.Scheduling;

/// <summary>How the timesteps of a run are chosen among the T of training (Lin et al. 2023, arXiv 2305.08891, table 2).</summary>
public enum TimestepSpacing
{
    /// <summary>Multiples of ⌊T/steps⌋ from 0, plus the offset. <c>leading</c> in a scheduler file.</summary>
    Leading,

    /// <summary>From T−1 downwards in strides of T/steps, so that the noisiest level is always visited. <c>trailing</c> in a scheduler file.</summary>
    Trailing,

    /// <summary>Evenly from 0 to T−1, both ends included. <c>linspace</c> in a scheduler file.</summary>
    Linspace,
}
