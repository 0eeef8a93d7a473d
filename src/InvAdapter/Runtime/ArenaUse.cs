namespace InvAdapter.Runtime;

/// <summary>What becomes of the memory that a network's runs take on the CPU.</summary>
internal enum ArenaUse
{
    /// <summary>It is taken in large pieces and kept for the next run, unless a call gives it back.</summary>
    Keep,

    /// <summary>Each tensor's is taken and given back by itself: the lowest peak, in more time.</summary>
    None,
}
