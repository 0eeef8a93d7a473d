using System.Collections.Immutable;
using System.Globalization;
using InvAdapter.Configuration;
using InvAdapter.Features;
using InvAdapter.Models;
using InvAdapter.Weights;

namespace InvAdapter.Adapters;

/// <summary>The Embedded Attention Adapter's maps: W_k and W_v of each adapted site, trained or the base model's own.</summary>
public sealed class AdapterWeights : IDisposable
{
    private readonly bool _ownsWeights;

    private AdapterWeights(WeightFolder weights, ImmutableArray<AdapterMap> maps, bool ownsWeights)
    {
        Weights = weights;
        Maps = maps;
        _ownsWeights = ownsWeights;
    }

    /// <summary>The adapted sites, in the UNet's order.</summary>
    public ImmutableArray<AttentionSite> Sites => [.. Maps.Select(map => map.Site)];

    /// <summary>The fusion that the adapter was trained for.</summary>
    public Fusion Fusion { get; private init; } = Fusion.Embedded;

    /// <summary>Where the features came from that it was trained on, where the file says so.</summary>
    public FeatureSource? Source { get; private init; }

    /// <summary>τ of <see cref="FeatureSource.Clean"/> that it was trained on; 0 where the file doesn't say.</summary>
    public int CleanTimestep { get; private init; }

    /// <summary>Fingerprint of the model that it was trained on, where the file says so.</summary>
    public string? BaseModel { get; private init; }

    /// <summary>Whether these are the base model's own projections: reference attention without training.</summary>
    public bool IsTrainingFree => !_ownsWeights;

    internal WeightFolder Weights { get; }

    internal ImmutableArray<AdapterMap> Maps { get; }

    /// <summary>Opens a trained adapter.</summary>
    /// <param name="path">A safetensors file with <c>{site}.to_k_id.weight</c> and <c>{site}.to_v_id.weight</c>, [C,C] each. Sites left out stay as they are.</param>
    /// <param name="sites">The UNet's sites.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidFileException">It is no adapter, or one for another UNet.</exception>
    public static AdapterWeights Load(string path, IReadOnlyList<AttentionSite> sites)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(sites);
        WeightFolder weights = WeightFolder.OpenFile(path);
        try
        {
            IReadOnlyDictionary<string, string> metadata = weights.Metadata;
            FileMetadata.Require(path, metadata, AdapterFileFormat.FormatKey, AdapterFileFormat.Name);
            FileMetadata.Require(path, metadata, AdapterFileFormat.VersionKey, AdapterFileFormat.Version);
            return new AdapterWeights(weights, ReadMaps(path, weights, sites), ownsWeights: true)
            {
                Fusion = ReadFusion(path, metadata.GetValueOrDefault(AdapterFileFormat.FusionKey)),
                Source = ReadSource(path, metadata.GetValueOrDefault(AdapterFileFormat.SourceKey)),
                CleanTimestep = ReadTimestep(path, metadata.GetValueOrDefault(AdapterFileFormat.CleanTimestepKey)),
                BaseModel = metadata.GetValueOrDefault(AdapterFileFormat.BaseModelKey),
            };
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <summary>Reference attention: the maps of a self-attention site are the base model's own <c>to_k</c> and <c>to_v</c>; cross-attention stays off.</summary>
    /// <param name="weights">The UNet's tensors; borrowed.</param>
    /// <param name="sites">The UNet's sites.</param>
    public static AdapterWeights TrainingFree(WeightFolder weights, IReadOnlyList<AttentionSite> sites) => new(
        weights,
        [.. sites.Where(site => site.Kind == AttentionKind.Self).Select(site => new AdapterMap(site, $"{site.Name}.to_k.weight", $"{site.Name}.to_v.weight"))],
        ownsWeights: false);

    /// <summary>Releases the file, where this opened one.</summary>
    public void Dispose()
    {
        if (_ownsWeights)
            Weights.Dispose();
    }

    private static ImmutableArray<AdapterMap> ReadMaps(string path, WeightFolder weights, IReadOnlyList<AttentionSite> sites)
    {
        var maps = ImmutableArray.CreateBuilder<AdapterMap>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (AttentionSite site in sites)
        {
            var map = new AdapterMap(site, site.Name + AdapterFileFormat.KeysSuffix, site.Name + AdapterFileFormat.ValuesSuffix);
            known.UnionWith([map.Keys, map.Values]);
            bool hasKeys = weights.TryGet(map.Keys, out _);
            bool hasValues = weights.TryGet(map.Values, out _);
            if (hasKeys != hasValues)
                throw new InvalidFileException(path, hasKeys ? map.Values : map.Keys, "there, as its counterpart is", "missing");
            if (hasKeys)
                maps.Add(map);
        }

        if (weights.Tensors.Keys.FirstOrDefault(name => !known.Contains(name)) is { } stranger)
            throw new InvalidFileException(path, stranger, $"a map of one of the UNet's {sites.Count} attention sites", "a tensor that this UNet has no place for");
        return maps.Count > 0 ? maps.ToImmutable() : throw new InvalidFileException(path, "the file", "an adapter with the maps of at least one site", "empty");
    }

    private static FeatureSource? ReadSource(string path, string? text) => text is null ? null
        : Enum.TryParse(text, out FeatureSource source) && Enum.IsDefined(source) && source.ToString() == text ? source
        : throw new InvalidFileException(path, $"metadata {AdapterFileFormat.SourceKey}", string.Join(", ", Enum.GetNames<FeatureSource>()), text);

    private static int ReadTimestep(string path, string? text) => text is null ? 0
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int timestep) ? timestep
        : throw new InvalidFileException(path, $"metadata {AdapterFileFormat.CleanTimestepKey}", "a timestep of 0 or more", text);

    private static Fusion ReadFusion(string path, string? text) => text switch
    {
        null or AdapterFileFormat.EmbeddedFusion => Fusion.Embedded,
        AdapterFileFormat.DecoupledFusion => Fusion.Decoupled,
        _ => throw new InvalidFileException(path, $"metadata {AdapterFileFormat.FusionKey}", $"{AdapterFileFormat.EmbeddedFusion} or {AdapterFileFormat.DecoupledFusion}", text),
    };
}
