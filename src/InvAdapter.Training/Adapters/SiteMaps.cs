using InvAdapter.Adapters;
using InvAdapter.Configuration;
using InvAdapter.Training.Modules;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace InvAdapter.Training.Adapters;

/// <summary>One site's two maps, W_k and W_v, [C,C] each without bias.</summary>
internal sealed class SiteMaps : nn.Module
{
    public SiteMaps(AttentionSite site)
        : base(nameof(SiteMaps))
    {
        Site = site;
        Keys = this.Child(AdapterFileFormat.KeyMap, nn.Linear(site.Width, site.Width, hasBias: false));
        Values = this.Child(AdapterFileFormat.ValueMap, nn.Linear(site.Width, site.Width, hasBias: false));
    }

    public AttentionSite Site { get; }

    public Linear Keys { get; }

    public Linear Values { get; }

    /// <param name="feature">Tokens that entered the site, [B,I,C].</param>
    public SiteKeysValues Forward(Tensor feature)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor tokens = feature.to(Keys.weight.dtype);
        return new SiteKeysValues(Keys.forward(tokens).MoveToOuterDisposeScope(), Values.forward(tokens).MoveToOuterDisposeScope());
    }
}
