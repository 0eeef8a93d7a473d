using InvAdapter.Configuration;
using static TorchSharp.torch;

namespace InvAdapter.Training.Modules;

/// <summary>Asks a UNet call for the tokens that enter some attention sites, and owns them until they are taken.</summary>
/// <remarks>Features are cut off from the gradient: they are what the adapter is given, not what it shapes.</remarks>
/// <param name="sites">The sites to tap.</param>
public sealed class FeatureTap(IEnumerable<AttentionSite> sites) : IDisposable
{
    private readonly HashSet<string> _sites = [.. sites.Select(site => site.Name)];
    private Dictionary<string, Tensor> _features = [];

    /// <summary>The last call's features [B,N,C] by site name.</summary>
    public IReadOnlyDictionary<string, Tensor> Features => _features;

    /// <summary>Hands the features over to the caller, who disposes them.</summary>
    public IReadOnlyDictionary<string, Tensor> Take()
    {
        Dictionary<string, Tensor> taken = _features;
        _features = [];
        return taken;
    }

    /// <summary>Releases what was not taken.</summary>
    public void Dispose()
    {
        foreach (Tensor feature in Take().Values)
            feature.Dispose();
    }

    internal void Receive(string site, Tensor tokens)
    {
        if (!_sites.Contains(site))
            return;
        if (_features.Remove(site, out Tensor? earlier))
            earlier.Dispose();
        _features[site] = tokens.detach().DetachFromDisposeScope();
    }
}
