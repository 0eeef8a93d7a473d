using InvAdapter.Runtime;

namespace InvAdapter.Models;

/// <summary>An identity's keys and values at one attention site. Owns both tensors.</summary>
/// <param name="keys">K_id, [1,I,C].</param>
/// <param name="values">V_id, [1,I,C].</param>
public sealed class SiteTokens(DeviceTensor keys, DeviceTensor values) : IDisposable
{
    /// <summary>K_id, [1,I,C].</summary>
    public DeviceTensor Keys { get; } = keys;

    /// <summary>V_id, [1,I,C].</summary>
    public DeviceTensor Values { get; } = values;

    /// <summary>Releases both tensors.</summary>
    public void Dispose()
    {
        Keys.Dispose();
        Values.Dispose();
    }
}
