using InvAdapter.Configuration;
using InvAdapter.Models;
using InvAdapter.Scheduling;
using InvAdapter.Weights;

namespace InvAdapter.Cli;

/// <summary>Looks at every part of a model folder, whatever is wrong with the others. Reads headers and settings, no weights.</summary>
internal sealed class ModelInspection
{
    private const string DiffusersStem = "diffusion_pytorch_model";
    private const string TransformersStem = "model";

    private readonly string _folder;
    private readonly string? _variant;
    private readonly List<string> _problems = [];
    private readonly List<ModelReport.Component> _components = [];
    private ModelReport.Quantized? _quantization;

    private ModelInspection(string folder, string? variant) => (_folder, _variant) = (folder, variant);

    /// <summary>Looks at a folder.</summary>
    /// <exception cref="InvalidFileException">It has none of a model's parts.</exception>
    public static ModelReport Run(string folder, string? variant)
    {
        if (!File.Exists(Path.Combine(folder, "model_index.json")) && !Directory.Exists(Path.Combine(folder, "unet")))
            throw new ModelFormatException(folder, "the folder", "a model (with unet/, vae/, text_encoder/, tokenizer/, scheduler/)", "a folder with neither model_index.json nor unet/");
        return new ModelInspection(folder, variant).Report();
    }

    private ModelReport Report()
    {
        UNetConfiguration? unet = Try(() => UNetConfiguration.Load(Part("unet", "config.json")));
        AutoencoderConfiguration? autoencoder = Try(() => AutoencoderConfiguration.Load(Part("vae", "config.json")));
        TextEncoderConfiguration? text = Try(() => TextEncoderConfiguration.Load(Part("text_encoder", "config.json")));
        SchedulerConfiguration? scheduler = Try(() => SchedulerConfiguration.Load(Part("scheduler")));
        _ = Try(() => ClipTokenizer.Load(Part("tokenizer")));
        LookAtWeights("unet", DiffusersStem, tensors => KnownKeys.CheckUNet(tensors, unet), weights => _quantization = QuantizedLayers.Of(weights));
        LookAtWeights("vae", DiffusersStem, KnownKeys.CheckAutoencoder);
        LookAtWeights("text_encoder", TransformersStem, KnownKeys.CheckTextEncoder);

        // Whether the parts fit each other can only be asked when each is sound.
        if (unet is not null && autoencoder is not null && text is not null)
            _ = Try(() => ModelFolder.Open(_folder, _variant));
        return new ModelReport(
            _folder,
            unet is null ? "unknown" : unet.UseLinearProjection ? "Stable Diffusion 2.x" : "Stable Diffusion 1.x",
            unet is null || autoencoder is null ? null : unet.SampleSize * autoencoder.Downscale,
            scheduler?.PredictionType,
            scheduler?.TrainTimesteps,
            _components,
            [.. Groups(unet)],
            _quantization,
            _problems);
    }

    private static IEnumerable<ModelReport.SiteGroup> Groups(UNetConfiguration? unet) =>
        from site in unet?.Sites ?? []
        group site by (site.Kind, site.Level, site.Width, site.Heads) into sites
        orderby sites.Key.Kind, sites.Key.Level
        select new ModelReport.SiteGroup(sites.Key.Kind.ToString().ToLowerInvariant(), sites.Key.Level, sites.Key.Width, sites.Key.Heads, sites.Count());

    private void LookAtWeights(string name, string stem, Func<IReadOnlyDictionary<string, TensorInfo>, IEnumerable<string>> problems, Action<WeightFolder>? look = null)
    {
        using WeightFolder? weights = Try(() => WeightFolder.Open(Part(name), stem, _variant));
        if (weights is null)
            return;
        ICollection<TensorInfo> tensors = [.. weights.Tensors.Values];
        _components.Add(new ModelReport.Component(
            name,
            weights.Files.Count,
            weights.Files.Sum(file => new FileInfo(file).Length),
            tensors.Count,
            tensors.Sum(tensor => tensor.ElementCount),
            [.. tensors.Select(tensor => tensor.ElementType.ToString()).Distinct().Order(StringComparer.Ordinal)]));
        look?.Invoke(weights);
        _problems.AddRange(problems(weights.Tensors).Select(problem => $"{Part(name)}: {problem}"));
    }

    private T? Try<T>(Func<T> look)
        where T : class
    {
        try
        {
            return look();
        }
        catch (Exception error) when (error is InvAdapterException or IOException or UnauthorizedAccessException)
        {
            _problems.Add(error.Message);
            return null;
        }
    }

    private string Part(params ReadOnlySpan<string> names) => Path.Combine([_folder, .. names]);
}
