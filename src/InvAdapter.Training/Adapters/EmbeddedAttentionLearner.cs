using System.Globalization;
using InvAdapter.Features;
using InvAdapter.Models;
using InvAdapter.Training.Corpora;
using InvAdapter.Training.Diffusion;
using InvAdapter.Training.Modules;
using InvAdapter.Weights;
using static TorchSharp.torch;

namespace InvAdapter.Training.Adapters;

/// <summary>The paper's adapter: maps of what the base itself sees of a reference.</summary>
internal sealed class EmbeddedAttentionLearner : IIdentityLearner
{
    private readonly InvAdapterModule _adapter;
    private readonly ReferenceFeatures _features;

    public EmbeddedAttentionLearner(BaseModel model, InvAdapterModule adapter, NoiseLevels levels, InversionCorpus? inversions, AdapterOptions options)
    {
        _adapter = adapter;
        _features = new ReferenceFeatures(model, levels, options, adapter.Sites, inversions?.Timesteps ?? []);
        DependsOnTimestep = options.Source != FeatureSource.Clean;
        Modules = [adapter];
        Settings = new Dictionary<string, string>
        {
            ["task"] = "adapter",
            ["inversions"] = inversions?.Description ?? "none",
            ["sites"] = string.Join(',', adapter.Sites.Select(site => site.Name)),
            ["fusion"] = options.Fusion.ToString(),
            ["source"] = options.Source.ToString(),
            ["clean_timestep"] = options.CleanTimestep.ToString(CultureInfo.InvariantCulture),
            ["start"] = Describe(options.Start),
        };
    }

    public IReadOnlyList<nn.Module> Modules { get; }

    public IReadOnlyDictionary<string, string> Settings { get; }

    public bool DependsOnTimestep { get; }

    public IdentityAttention Attend(ReferenceBatch batch, Tensor timesteps, Tensor? present)
    {
        using FeatureTap tap = _features.Tap();
        _features.Capture(batch, timesteps, tap);
        return _adapter.Project(tap.Features, present: present);
    }

    /// <summary>A file is named by what is in it, wherever it lies.</summary>
    private static string Describe(AdapterStart start)
    {
        if (start.File is null)
            return start.ToString();
        using WeightFolder weights = WeightFolder.OpenFile(start.File);
        return (start with { File = ModelFingerprint.Compute(weights) }).ToString();
    }
}
