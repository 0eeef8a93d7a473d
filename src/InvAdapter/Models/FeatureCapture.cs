using InvAdapter.Configuration;
using InvAdapter.Runtime;

namespace InvAdapter.Models;

/// <summary>Asks a UNet call for the tokens that enter some attention sites, and receives them.</summary>
/// <param name="sites">The sites to capture.</param>
/// <param name="placement">Where the features should live.</param>
public sealed class FeatureCapture(IReadOnlyList<AttentionSite> sites, TensorPlacement placement = TensorPlacement.Host) : IDisposable
{
    private Dictionary<string, DeviceTensor> _features = [];

    /// <summary>The sites to capture.</summary>
    public IReadOnlyList<AttentionSite> Sites { get; } = sites;

    /// <summary>Where the features should live.</summary>
    public TensorPlacement Placement { get; } = placement;

    /// <summary>The last call's features [B,N,C] by site name; this capture owns them until they are taken.</summary>
    public IReadOnlyDictionary<string, DeviceTensor> Features => _features;

    /// <summary>Hands the features over to the caller, who disposes them.</summary>
    public IReadOnlyDictionary<string, DeviceTensor> Take()
    {
        Dictionary<string, DeviceTensor> taken = _features;
        _features = [];
        return taken;
    }

    /// <summary>Receives one site's feature, in place of an earlier call's. For implementers of <see cref="INoisePredictor"/>.</summary>
    public void Receive(AttentionSite site, DeviceTensor feature)
    {
        ArgumentNullException.ThrowIfNull(site);
        if (_features.Remove(site.Name, out DeviceTensor? earlier))
            earlier.Dispose();
        _features[site.Name] = feature;
    }

    /// <summary>Releases what was not taken.</summary>
    public void Dispose()
    {
        foreach (DeviceTensor feature in Take().Values)
            feature.Dispose();
    }
}
