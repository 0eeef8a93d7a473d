using System.Collections.Immutable;
using InvAdapter.Runtime;

namespace InvAdapter.Features;

/// <summary>Diffusion features of one reference image: at some timesteps, the tokens that enter some attention sites. Owns its tensors.</summary>
public sealed class FeatureSet : IDisposable
{
    private readonly SortedList<int, IReadOnlyDictionary<string, DeviceTensor>> _byTimestep = [];

    /// <summary>Collects features.</summary>
    /// <param name="features">By timestep and site name, [1,N,C] each; every timestep with the same sites. Once the set is made, it owns them.</param>
    /// <exception cref="ArgumentException">There are none, or the timesteps don't have the same sites.</exception>
    public FeatureSet(IEnumerable<KeyValuePair<int, IReadOnlyDictionary<string, DeviceTensor>>> features)
    {
        ArgumentNullException.ThrowIfNull(features);
        foreach ((int timestep, IReadOnlyDictionary<string, DeviceTensor> sites) in features)
            _byTimestep.Add(timestep, sites);
        if (_byTimestep.Count == 0)
            throw new ArgumentException("There is no timestep with features.", nameof(features));
        Timesteps = [.. _byTimestep.Keys];
        Sites = [.. _byTimestep.Values[0].Keys.Order(StringComparer.Ordinal)];
        if (Sites.IsEmpty || _byTimestep.Values.Any(sites => sites.Count != Sites.Length || !Sites.All(sites.ContainsKey)))
            throw new ArgumentException("Every timestep needs features of the same sites, at least one.", nameof(features));
    }

    /// <summary>Captured timesteps, ascending.</summary>
    public ImmutableArray<int> Timesteps { get; }

    /// <summary>Names of the captured sites, in ordinal order.</summary>
    public ImmutableArray<string> Sites { get; }

    /// <summary>Memory that the features take, in bytes.</summary>
    public long SizeInBytes => _byTimestep.Values.Sum(sites => sites.Values.Sum(feature => feature.ElementCount * Weights.ElementTypeExtensions.SizeInBytes(feature.ElementType)));

    /// <summary>The captured timestep nearest to a given one; of two as near, the noisier.</summary>
    /// <param name="timestep">Any training timestep.</param>
    public int Nearest(int timestep) => Timesteps.MinBy(captured => (Math.Abs((long)captured - timestep), -captured));

    /// <summary>The features of a captured timestep, by site name; borrowed.</summary>
    /// <param name="timestep">One of <see cref="Timesteps"/>.</param>
    public IReadOnlyDictionary<string, DeviceTensor> At(int timestep) =>
        _byTimestep.TryGetValue(timestep, out IReadOnlyDictionary<string, DeviceTensor>? features)
            ? features
            : throw new ArgumentOutOfRangeException(nameof(timestep), timestep, $"Captured are {string.Join(", ", Timesteps)}.");

    /// <summary>Releases all features.</summary>
    public void Dispose()
    {
        foreach (DeviceTensor feature in _byTimestep.Values.SelectMany(sites => sites.Values))
            feature.Dispose();
    }
}
