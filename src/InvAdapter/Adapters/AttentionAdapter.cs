using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using InvAdapter.Configuration;
using InvAdapter.Features;
using InvAdapter.Graphs;
using InvAdapter.Models;
using InvAdapter.Runtime;
using InvAdapter.Weights;

namespace InvAdapter.Adapters;

/// <summary>The Embedded Attention Adapter, loaded: turns an identity's features into the keys and values that the UNet attends to.</summary>
/// <remarks>Any number of threads may use one at once. Projections are kept per identity, up to a number of bytes, so that many images pay for them once.</remarks>
public sealed class AttentionAdapter : IDisposable
{
    private readonly OnnxSession _projection;
    private readonly ElementType _type;
    private readonly ConditionalWeakTable<Identity, ProjectedIdentity> _projected = [];
    private readonly ProjectionBudget _budget;

    private AttentionAdapter(AdapterWeights weights, OnnxSession projection, ElementType type, long cacheBytes)
    {
        _projection = projection;
        _type = type;
        _budget = new ProjectionBudget(cacheBytes);
        Sites = weights.Sites;
        Fusion = weights.Fusion;
        Source = weights.Source;
        CleanTimestep = weights.CleanTimestep;
        IsTrainingFree = weights.IsTrainingFree;
    }

    /// <summary>The adapted sites.</summary>
    public ImmutableArray<AttentionSite> Sites { get; }

    /// <summary>The fusion that it was trained for.</summary>
    public Fusion Fusion { get; }

    /// <summary>Where the features came from that it was trained on; null where that is not known.</summary>
    public FeatureSource? Source { get; }

    /// <summary>τ of <see cref="FeatureSource.Clean"/> that it was trained on; 0 where that is not known.</summary>
    public int CleanTimestep { get; }

    /// <summary>Whether it is reference attention without training.</summary>
    public bool IsTrainingFree { get; }

    /// <summary>Loads an adapter.</summary>
    /// <param name="weights">Its maps; needed only while loading.</param>
    /// <param name="provider">Where to run it.</param>
    /// <param name="precision">The UNet's precision.</param>
    /// <param name="cacheBytes">Memory for projections that are kept, in bytes.</param>
    /// <exception cref="ModelFormatException">A map has another shape than its site needs.</exception>
    public static AttentionAdapter Load(AdapterWeights weights, ExecutionProvider provider, GraphPrecision precision, long cacheBytes)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(provider);
        NetworkGraph graph = ProjectionGraph.Build(weights.Maps.Select(map => (map.Site, map.Keys, map.Values)), weights.Weights, GraphTarget.For(provider, precision));
        ElementType type = precision == GraphPrecision.Float16 ? ElementType.Float16 : ElementType.Float32;
        return new AttentionAdapter(weights, OnnxSession.Create(graph, provider), type, cacheBytes);
    }

    /// <summary>Projects one timestep's features: K_id = f·W_kᵀ and V_id = f·W_vᵀ at every site that has both a feature and a map.</summary>
    /// <param name="features">Features [1,N,C] by site name.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>Keys and values by site name; the caller disposes them.</returns>
    public IReadOnlyDictionary<string, SiteTokens> Project(IReadOnlyDictionary<string, DeviceTensor> features, CancellationToken cancellation = default) =>
        Project(features, null, cancellation);

    /// <param name="features">Features [1,N,C] by site name.</param>
    /// <param name="reference">Shape of the reference's latents, which says how many of its tokens each of the features' stands for; null where that is one.</param>
    /// <param name="cancellation">Stops the call.</param>
    internal IReadOnlyDictionary<string, SiteTokens> Project(IReadOnlyDictionary<string, DeviceTensor> features, LatentShape? reference, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(features);
        AttentionSite[] adapted = [.. Sites.Where(site => features.ContainsKey(site.Name))];
        string[] sites = [.. adapted.Select(site => site.Name)];
        if (sites.Length == 0)
            return ImmutableDictionary<string, SiteTokens>.Empty;

        var converted = new List<DeviceTensor>();
        try
        {
            KeyValuePair<string, DeviceTensor>[] inputs = [.. sites.Select(site => KeyValuePair.Create(ProjectionGraph.Feature(site), Converted(features[site])))];
            string[] outputs = [.. sites.SelectMany(site => (string[])[ProjectionGraph.Keys(site), ProjectionGraph.Values(site)])];
            DeviceTensor[] results = _projection.Run(inputs, outputs, TensorPlacement.Device, cancellation);
            return Enumerable.Range(0, sites.Length).ToDictionary(i => sites[i], i => new SiteTokens(results[2 * i], results[2 * i + 1], Pooled(adapted[i])), StringComparer.Ordinal);
        }
        finally
        {
            foreach (DeviceTensor tensor in converted)
                tensor.Dispose();
        }

        double Pooled(AttentionSite site) => reference is { } shape ? Math.Max(1, (double)site.TokenCount(shape.Height, shape.Width) / features[site.Name].Shape[1]) : 1;

        // Identity files may hold float16, and a float16 UNet may be given a float32 identity.
        DeviceTensor Converted(DeviceTensor feature)
        {
            if (feature.ElementType == _type)
                return feature;
            DeviceTensor tensor = feature.ToElementType(_type);
            converted.Add(tensor);
            return tensor;
        }
    }

    /// <summary>The keys and values of an identity at one of its captured timesteps, projected at most once while they fit into the cache.</summary>
    internal ProjectionLease Lease(Identity identity, int capturedTimestep, CancellationToken cancellation) =>
        Tracked(identity).Lease(capturedTimestep, cancellation);

    /// <summary>Releases the session and all projections.</summary>
    public void Dispose()
    {
        foreach ((Identity identity, ProjectedIdentity projected) in _projected.ToArray())
        {
            identity.Disposed -= Forget;
            projected.Dispose();
        }

        _projected.Clear();
        _projection.Dispose();
    }

    private ProjectedIdentity Tracked(Identity identity)
    {
        // Left alone, the table may ask twice for one identity, and each answer would subscribe to it.
        lock (_projected)
            return _projected.GetValue(identity, Track);
    }

    private ProjectedIdentity Track(Identity identity)
    {
        identity.Disposed += Forget;
        return new ProjectedIdentity(this, identity, _budget);
    }

    private void Forget(Identity identity)
    {
        identity.Disposed -= Forget;
        if (_projected.TryGetValue(identity, out ProjectedIdentity? projected))
        {
            _projected.Remove(identity);
            projected.Dispose();
        }
    }
}
