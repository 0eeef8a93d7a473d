using InvAdapter.Adapters;
using InvAdapter.Configuration;
using InvAdapter.Features;
using InvAdapter.Models;

namespace InvAdapter;

/// <summary>Feeds an identity back, step by step: the projected features of each step's own timestep, or of the nearest captured one.</summary>
internal sealed class IdentityFeed
{
    private readonly HashSet<string> _sites;

    public IdentityFeed(AttentionAdapter adapter, SiteFilter sites)
    {
        Adapter = adapter;
        _sites = [.. sites.Of(adapter.Sites).Select(site => site.Name)];
    }

    public AttentionAdapter Adapter { get; }

    public required Identity Identity { get; init; }

    public required Fusion Fusion { get; init; }

    public required StrengthSchedule Strength { get; init; }

    /// <summary>Number of steps in the run.</summary>
    public required int Steps { get; init; }

    public double StrengthAt(int step) => Strength.At(step, Steps);

    public ProjectionLease At(int timestep, CancellationToken cancellation) =>
        Adapter.Lease(Identity, Identity.Features.Nearest(timestep), cancellation);

    public IdentityTokens Tokens(ProjectionLease lease, int step) => new()
    {
        Fusion = Fusion,
        Strength = StrengthAt(step),
        Sites = lease.Tokens.Keys.All(_sites.Contains)
            ? lease.Tokens
            : lease.Tokens.Where(pair => _sites.Contains(pair.Key)).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal),
    };
}
