using InvAdapter.Features;
using InvAdapter.Models;
using InvAdapter.Weights;

namespace InvAdapter.Adapters;

/// <summary>One identity's keys and values, projected timestep by timestep as they are asked for, and kept while there is room.</summary>
internal sealed class ProjectedIdentity(AttentionAdapter adapter, Identity identity, ProjectionBudget budget) : IDisposable
{
    private readonly object _gate = new();
    private readonly Dictionary<int, IReadOnlyDictionary<string, SiteTokens>> _kept = [];
    private long _bytes;
    private bool _disposed;

    public ProjectionLease Lease(int timestep, CancellationToken cancellation)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, identity);
            if (_kept.TryGetValue(timestep, out IReadOnlyDictionary<string, SiteTokens>? kept))
                return new ProjectionLease(kept, owned: false);
        }

        // Projected outside the lock: two threads may do the same work once, but never wait for each other's UNet.
        IReadOnlyDictionary<string, SiteTokens> tokens = adapter.Project(identity.Features.At(timestep), identity.Inversion.Trajectory.Clean.Shape, cancellation);
        long size = tokens.Values.Sum(site => Size(site.Keys) + Size(site.Values));
        lock (_gate)
        {
            if (_disposed || _kept.ContainsKey(timestep) || !budget.TryTake(size))
                return new ProjectionLease(tokens, owned: true);
            _kept[timestep] = tokens;
            _bytes += size;
            return new ProjectionLease(tokens, owned: false);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
            foreach (SiteTokens site in _kept.Values.SelectMany(sites => sites.Values))
                site.Dispose();
            _kept.Clear();
            budget.Give(_bytes);
        }
    }

    private static long Size(Runtime.DeviceTensor tensor) => tensor.ElementCount * tensor.ElementType.SizeInBytes();
}
