using System.Collections.Immutable;
using System.Globalization;
using InvAdapter.Adapters;
using InvAdapter.Configuration;
using InvAdapter.Features;
using InvAdapter.Models;
using InvAdapter.Training.Checkpoints;
using InvAdapter.Training.Modules;
using InvAdapter.Weights;
using static TorchSharp.torch;

namespace InvAdapter.Training.Adapters;

/// <summary>The Embedded Attention Adapter, trainable: turns features into identity keys and values at each of its sites.</summary>
public sealed class InvAdapterModule : nn.Module
{
    private readonly Dictionary<string, SiteMaps> _maps = [];

    /// <summary>Makes an adapter whose maps are random.</summary>
    /// <param name="sites">The sites to adapt.</param>
    /// <param name="fusion">How its tokens are to enter.</param>
    /// <exception cref="ArgumentException">There is no site.</exception>
    public InvAdapterModule(IEnumerable<AttentionSite> sites, Fusion fusion)
        : base(nameof(InvAdapterModule))
    {
        Sites = [.. sites];
        Fusion = fusion;
        if (Sites.IsEmpty)
            throw new ArgumentException("An adapter needs at least one attention site.", nameof(sites));
        foreach (AttentionSite site in Sites)
            _maps[site.Name] = new SiteMaps(site);

        // A path with dots is no name of a single child, so each path becomes children of children.
        RegisterTree(this, [.. _maps.Values.Select(maps => (maps.Site.Name, maps))]);
    }

    /// <summary>The adapted sites.</summary>
    public ImmutableArray<AttentionSite> Sites { get; }

    /// <summary>How its tokens enter.</summary>
    public Fusion Fusion { get; }

    /// <summary>Makes an adapter for a UNet.</summary>
    /// <param name="unet">The base model.</param>
    /// <param name="filter">Which of its sites to adapt.</param>
    /// <param name="fusion">How its tokens are to enter.</param>
    /// <param name="start">Where the maps start from; the default where null.</param>
    public static InvAdapterModule For(UNet2DConditionModel unet, SiteFilter filter, Fusion fusion, AdapterStart? start = null)
    {
        ArgumentNullException.ThrowIfNull(unet);
        ArgumentNullException.ThrowIfNull(filter);
        start ??= new AdapterStart();
        var adapter = new InvAdapterModule(filter.Of(unet.Sites), fusion);
        using IDisposable frozen = no_grad();
        foreach (SiteMaps maps in adapter._maps.Values)
        {
            bool self = maps.Site.Kind == AttentionKind.Self;
            (Tensor key, Tensor value) = unet.Projections(maps.Site);
            Begin(maps.Keys.weight, self ? start.SelfKeys : start.CrossKeys, key);
            Begin(maps.Values.weight, self ? start.SelfValues : start.CrossValues, value);
        }

        return adapter;
    }

    /// <summary>Loads an adapter to go on training it.</summary>
    /// <param name="path">An adapter file.</param>
    /// <param name="sites">The UNet's sites.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidFileException">It is no adapter, or one for another UNet.</exception>
    public static InvAdapterModule Load(string path, IReadOnlyList<AttentionSite> sites)
    {
        LibTorch.Require();
        using AdapterWeights weights = AdapterWeights.Load(path, sites);
        var adapter = new InvAdapterModule(weights.Sites, weights.Fusion);
        try
        {
            ModuleWeights.Read(adapter, weights.Weights);
            return adapter;
        }
        catch
        {
            adapter.Dispose();
            throw;
        }
    }

    /// <summary>Saves the adapter as a file that the core reads.</summary>
    /// <param name="path">The file; replaced when complete.</param>
    /// <param name="baseModel">Fingerprint of the model that it was trained on, see <see cref="Fingerprint"/>; null to leave that open.</param>
    /// <param name="source">Where the features came from that it was trained on; null to leave that open.</param>
    /// <param name="cleanTimestep">τ, where that source is <see cref="FeatureSource.Clean"/>.</param>
    /// <param name="storeAs">Element type of the weights.</param>
    public void Save(string path, string? baseModel = null, FeatureSource? source = null, int cleanTimestep = 0, ElementType storeAs = ElementType.Float32)
    {
        var metadata = new Dictionary<string, string>
        {
            [AdapterFileFormat.FormatKey] = AdapterFileFormat.Name,
            [AdapterFileFormat.VersionKey] = AdapterFileFormat.Version,
            [AdapterFileFormat.FusionKey] = Fusion == Fusion.Embedded ? AdapterFileFormat.EmbeddedFusion : AdapterFileFormat.DecoupledFusion,
        };
        if (baseModel is not null)
            metadata[AdapterFileFormat.BaseModelKey] = baseModel;
        if (source is not null)
            metadata[AdapterFileFormat.SourceKey] = source.ToString()!;
        if (source == FeatureSource.Clean)
            metadata[AdapterFileFormat.CleanTimestepKey] = cleanTimestep.ToString(CultureInfo.InvariantCulture);
        SafetensorsWriter.Write(path, ModuleWeights.Sources(this, storeAs), metadata);
    }

    /// <summary>The fingerprint that an adapter file names its base model by.</summary>
    /// <param name="unetFolder">The base model's <c>unet</c> folder.</param>
    /// <param name="variant">Which files to read, as in <c>fp16</c>; null for the plain ones.</param>
    public static string Fingerprint(string unetFolder, string? variant = null) => ModelFiles.Fingerprint(unetFolder, variant);

    /// <summary>Projects features to what a UNet call takes: K_id = f·W_kᵀ and V_id = f·W_vᵀ at every site that has both a feature and maps.</summary>
    /// <param name="features">Features [1 or B, I, C] by site name.</param>
    /// <param name="strength">λ, 0 to 10.</param>
    /// <param name="present">Which rows of the batch have an identity, bool [B]; null where all do.</param>
    public IdentityAttention Project(IReadOnlyDictionary<string, Tensor> features, double strength = 1, Tensor? present = null)
    {
        ArgumentNullException.ThrowIfNull(features);
        return new IdentityAttention
        {
            Fusion = Fusion,
            Strength = strength,
            Present = present,
            Sites = _maps.Where(item => features.ContainsKey(item.Key)).ToDictionary(item => item.Key, item => item.Value.Forward(features[item.Key])),
        };
    }

    /// <summary>Takes over another adapter's maps, at the sites that it has.</summary>
    internal void BeginWith(InvAdapterModule other)
    {
        using IDisposable frozen = no_grad();
        foreach ((string site, SiteMaps maps) in other._maps)
        {
            _maps[site].Keys.weight.copy_(maps.Keys.weight);
            _maps[site].Values.weight.copy_(maps.Values.weight);
        }
    }

    private static void Begin(Tensor weight, MapStart start, Tensor baseWeight)
    {
        if (start == MapStart.Zero)
            weight.zero_();
        else if (start == MapStart.Base)
            weight.copy_(baseWeight);
    }

    private static void RegisterTree(nn.Module parent, List<(string Path, SiteMaps Maps)> items)
    {
        foreach (IGrouping<string, (string Path, SiteMaps Maps)> group in items.GroupBy(item => item.Path.Split('.')[0], StringComparer.Ordinal))
        {
            if (group.Count() == 1 && group.First().Path == group.Key)
                parent.Child(group.Key, group.First().Maps);
            else
                RegisterTree(parent.Child(group.Key, new Part()), [.. group.Select(item => (item.Path[(group.Key.Length + 1)..], item.Maps))]);
        }
    }

    /// <summary>A part of a path that does nothing itself.</summary>
    private sealed class Part() : nn.Module(nameof(Part));
}
