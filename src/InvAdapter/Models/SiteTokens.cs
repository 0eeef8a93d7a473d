using InvAdapter.Runtime;

namespace InvAdapter.Models;

/// <summary>An identity's keys and values at one attention site. Owns both tensors.</summary>
/// <param name="keys">K_id, [1,I,C].</param>
/// <param name="values">V_id, [1,I,C].</param>
/// <param name="pooled">How many of the reference's tokens each of these stands for, 1 or more.</param>
/// <exception cref="ArgumentOutOfRangeException">They stand for less than one.</exception>
public sealed class SiteTokens(DeviceTensor keys, DeviceTensor values, double pooled = 1) : IDisposable
{
    /// <summary>K_id, [1,I,C].</summary>
    public DeviceTensor Keys { get; } = keys;

    /// <summary>V_id, [1,I,C].</summary>
    public DeviceTensor Values { get; } = values;

    /// <summary>
    /// How many of the reference's tokens each of these stands for: 1, or more where they were averaged to save time. In the embedded fusion's softmax each
    /// counts that often, so that the identity weighs as much as with all its tokens.
    /// </summary>
    public double Pooled { get; } = pooled >= 1 ? pooled : throw new ArgumentOutOfRangeException(nameof(pooled), pooled, "Use 1 or more.");

    /// <summary>What the embedded fusion adds to the logits of each, as the graph takes it: ln n, 0 where each stands for itself.</summary>
    internal float LogPooled => (float)Math.Log(Pooled);

    /// <summary>Releases both tensors.</summary>
    public void Dispose()
    {
        Keys.Dispose();
        Values.Dispose();
    }
}
