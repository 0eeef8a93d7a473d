using InvAdapter.Graphs;
using InvAdapter.Runtime;

namespace InvAdapter.Models;

/// <summary>The UNet inputs that an identity brings to one call; none at all where there is nothing to add.</summary>
internal sealed class IdentityInputs : IDisposable
{
    private readonly IdentityTokens? _identity;
    private readonly DeviceTensor? _strength;

    public IdentityInputs(IdentityTokens? identity)
    {
        // Strength 0 must be the plain network to the last bit, so then nothing is fed.
        if (identity is not { Strength: > 0, Sites.Count: > 0 })
            return;
        _identity = identity;
        double value = identity.Fusion == Fusion.Embedded ? Math.Log(identity.Strength) : identity.Strength;
        _strength = DeviceTensor.FromMemory<float>(new[] { (float)value });
    }

    public void AddTo(List<KeyValuePair<string, DeviceTensor>> inputs)
    {
        if (_identity is null)
            return;
        bool embedded = _identity.Fusion == Fusion.Embedded;
        inputs.Add(new(embedded ? UNetPorts.LogStrength : UNetPorts.Strength, _strength!));
        foreach ((string site, SiteTokens tokens) in _identity.Sites)
        {
            inputs.Add(new(embedded ? UNetPorts.EmbeddedKeys(site) : UNetPorts.DecoupledKeys(site), tokens.Keys));
            inputs.Add(new(embedded ? UNetPorts.EmbeddedValues(site) : UNetPorts.DecoupledValues(site), tokens.Values));
        }
    }

    public void Dispose() => _strength?.Dispose();
}
