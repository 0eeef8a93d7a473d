namespace InvAdapter.Runtime;

/// <summary>Where a tensor that a session makes should live.</summary>
public enum TensorPlacement
{
    /// <summary>In the process's own memory, readable at once.</summary>
    Host,

    /// <summary>In the execution provider's memory. The same as <see cref="Host"/> for the CPU provider.</summary>
    Device,
}
