namespace InvAdapter.Runtime;

/// <summary>Whether this process can use one execution provider.</summary>
/// <param name="Name">Short name, as in <c>CUDA</c>.</param>
/// <param name="IsAvailable">Whether a session can be made with it.</param>
/// <param name="Reason">Why not, and what would bring it; null where it is available.</param>
public sealed record ProviderStatus(string Name, bool IsAvailable, string? Reason);
