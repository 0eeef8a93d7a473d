using static TorchSharp.torch;

namespace InvAdapter.Training.Modules;

/// <summary>What every attention site of one UNet call is told.</summary>
/// <param name="Text">The prompt's tokens, [B,T,D].</param>
/// <param name="Tap">Takes features, or null.</param>
/// <param name="Identity">Identity keys and values, or null.</param>
/// <param name="Recomputes">Whether the parts forget what the way back needs, and compute it again then.</param>
internal sealed record UNetCall(Tensor Text, FeatureTap? Tap, IdentityAttention? Identity, bool Recomputes)
{
    /// <summary>All tensors in it, in an order of their own.</summary>
    public IReadOnlyList<Tensor> Tensors =>
    [
        Text,
        .. Identity is null ? [] : Identity.Sites.Values.SelectMany(site => (Tensor[])[site.Keys, site.Values]),
        .. Identity?.Present is { } present ? (Tensor[])[present] : [],
    ];

    /// <summary>The same call with what concerns some sites only.</summary>
    public UNetCall Of(IReadOnlyCollection<string> sites) => Identity is null ? this : this with
    {
        Identity = Identity with { Sites = Identity.Sites.Where(item => sites.Contains(item.Key)).ToDictionary() },
    };

    /// <summary>The same call with other tensors, in the order of <see cref="Tensors"/>.</summary>
    public UNetCall With(IReadOnlyList<Tensor> tensors) => Identity is null ? this with { Text = tensors[0] } : this with
    {
        Text = tensors[0],
        Identity = Identity with
        {
            Sites = Identity.Sites.Keys.Select((name, i) => (name, i)).ToDictionary(item => item.name, item => new SiteKeysValues(tensors[2 * item.i + 1], tensors[2 * item.i + 2])),
            Present = Identity.Present is null ? null : tensors[^1],
        },
    };
}
