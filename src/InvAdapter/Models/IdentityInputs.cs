using InvAdapter.Runtime;

namespace InvAdapter.Models;

/// <summary>The UNet inputs that an identity brings to one call; none at all where there is nothing to add.</summary>
internal sealed class IdentityInputs(IdentityTokens? identity) : IDisposable
{
    private readonly DeviceTensor? _strength = identity is { Adds: true } ? DeviceTensor.FromMemory<float>(new[] { identity.StrengthValue }) : null;

    public void AddTo(List<KeyValuePair<string, DeviceTensor>> inputs)
    {
        if (identity is null || _strength is null)
            return;
        inputs.Add(new(IdentityPorts.Strength(identity.Fusion), _strength));
        foreach ((string site, SiteTokens tokens) in identity.Sites)
        {
            inputs.Add(new(IdentityPorts.Keys(identity.Fusion, site), tokens.Keys));
            inputs.Add(new(IdentityPorts.Values(identity.Fusion, site), tokens.Values));
        }
    }

    public void Dispose() => _strength?.Dispose();
}
