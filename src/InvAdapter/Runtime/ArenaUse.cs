namespace InvAdapter.Runtime;

/// <summary>What becomes of the memory that a network's runs take on the CPU.</summary>
internal enum ArenaUse
{
    /// <summary>It is kept for the next run: for a network that is asked at every step.</summary>
    Keep,

    /// <summary>It is taken in large pieces, which are given back after every run: for a network that is asked once an image.</summary>
    Shrink,

    /// <summary>Each tensor's is taken and given back by itself: the lowest peak, in more time.</summary>
    None,
}
