using InvAdapter.Graphs;
using InvAdapter.Runtime;

namespace InvAdapter.Models;

/// <summary>The UNet inputs that an identity brings to one call; none at all where there is nothing to add.</summary>
internal sealed class IdentityInputs(IdentityTokens? identity) : IDisposable
{
    private readonly List<DeviceTensor> _numbers = [];

    public void AddTo(List<KeyValuePair<string, DeviceTensor>> inputs)
    {
        if (identity is not { Adds: true })
            return;
        inputs.Add(new(IdentityPorts.Strength(identity.Fusion), Number(identity.StrengthValue)));
        foreach ((string site, SiteTokens tokens) in identity.Sites)
        {
            inputs.Add(new(IdentityPorts.Keys(identity.Fusion, site), tokens.Keys));
            inputs.Add(new(IdentityPorts.Values(identity.Fusion, site), tokens.Values));
            if (identity.Fusion == Fusion.Embedded && tokens.Pooled > 1)
                inputs.Add(new(UNetPorts.LogTokens(site), Number(tokens.LogPooled)));
        }
    }

    public void Dispose()
    {
        foreach (DeviceTensor number in _numbers)
            number.Dispose();
    }

    private DeviceTensor Number(float value)
    {
        DeviceTensor tensor = DeviceTensor.FromMemory<float>(new[] { value });
        _numbers.Add(tensor);
        return tensor;
    }
}
