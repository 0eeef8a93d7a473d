using InvAdapter.Adapters;
using InvAdapter.Graphs;
using InvAdapter.Models;
using InvAdapter.Scheduling;
using InvAdapter.Weights;

namespace InvAdapter;

/// <summary>Everything that a pipeline loads. Owns it, and releases what was already loaded where loading fails.</summary>
internal sealed class PipelineParts : IDisposable
{
    private PipelineParts()
    {
    }

    public required ModelFolder Folder { get; init; }

    public required SchedulerConfiguration Scheduler { get; init; }

    public required ClipTokenizer Tokenizer { get; init; }

    public required string Fingerprint { get; init; }

    /// <summary>Fingerprint of the float model that this one was quantised from; null where it was not.</summary>
    public required string? BaseFingerprint { get; init; }

    public required UNet UNet { get; init; }

    public required Autoencoder Autoencoder { get; init; }

    public required ClipTextEncoder TextEncoder { get; init; }

    public required AttentionAdapter Adapter { get; init; }

    public static PipelineParts Load(string path, PipelineOptions options, CancellationToken cancellation)
    {
        ModelFolder folder = ModelFolder.Open(path, options.Variant);
        SchedulerConfiguration scheduler = SchedulerConfiguration.Load(folder.SchedulerFolder);
        ClipTokenizer tokenizer = ClipTokenizer.Load(folder.TokenizerFolder);
        CheckScheduler(folder, scheduler);
        CheckTokenizer(folder, tokenizer);
        GraphPrecision precision = options.Precision ?? (options.Provider.PrefersFloat16 ? GraphPrecision.Float16 : GraphPrecision.Float32);
        GraphPrecision codecPrecision = folder.Autoencoder.ForceUpcast ? GraphPrecision.Float32 : precision;

        var loaded = new Stack<IDisposable>();
        try
        {
            ClipTextEncoder text = Loaded(LoadWith(folder.OpenTextEncoderWeights, weights => ClipTextEncoder.Load(folder.TextEncoder, weights, options.Provider, precision, options.ClipSkip)));
            Autoencoder codec = Loaded(LoadWith(folder.OpenAutoencoderWeights, weights => Autoencoder.Load(folder.Autoencoder, weights, options.Provider, codecPrecision)));
            using WeightFolder unetWeights = folder.OpenUNetWeights();
            string fingerprint = ModelFingerprint.Compute(unetWeights);
            string? baseFingerprint = QuantizedWeights.BaseOf(unetWeights);
            GraphPrecision unetPrecision = UNetPrecision(options, unetWeights, precision);
            AttentionAdapter adapter = Loaded(LoadAdapter(folder, unetWeights, [fingerprint, baseFingerprint], options, precision));
            UNet unet = Loaded(UNet.Load(folder.UNet, unetWeights, options.Provider, unetPrecision));
            return new PipelineParts
            {
                Folder = folder,
                Scheduler = scheduler,
                Tokenizer = tokenizer,
                Fingerprint = fingerprint,
                BaseFingerprint = baseFingerprint,
                UNet = unet,
                Autoencoder = codec,
                TextEncoder = text,
                Adapter = adapter,
            };
        }
        catch
        {
            foreach (IDisposable part in loaded)
                part.Dispose();
            throw;
        }

        T Loaded<T>(T part)
            where T : IDisposable
        {
            loaded.Push(part);
            cancellation.ThrowIfCancellationRequested();
            return part;
        }
    }

    private static GraphPrecision UNetPrecision(PipelineOptions options, WeightFolder weights, GraphPrecision others)
    {
        bool isQuantized = QuantizedWeights.AreIn(weights);
        if (options.Precision == GraphPrecision.Int8 && !isQuantized)
            throw new ModelFormatException(weights.Folder, "the UNet", "quantised, as int8 is asked for (invadapter quantize makes such a folder)", "in floating point");
        return options.Precision is null && options.Provider.PrefersInt8 && isQuantized ? GraphPrecision.Int8 : others;
    }

    private static void CheckScheduler(ModelFolder folder, SchedulerConfiguration scheduler)
    {
        try
        {
            // Two steps visit the noisiest level under every spacing that ever does.
            _ = scheduler.Build(Math.Min(2, scheduler.TrainTimesteps));
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentOutOfRangeException)
        {
            throw new ModelFormatException(folder.SchedulerFolder, "scheduler_config.json", "a schedule that can be denoised on", error.Message.TrimEnd('.'), error);
        }
    }

    private static void CheckTokenizer(ModelFolder folder, ClipTokenizer tokenizer)
    {
        if (tokenizer.VocabularySize > folder.TextEncoder.VocabularySize)
            throw new ModelFormatException(folder.TokenizerFolder, "vocab.json", $"ids below the text encoder's vocab_size, {folder.TextEncoder.VocabularySize}", $"ids up to {tokenizer.VocabularySize - 1}");
        if (tokenizer.Length > folder.TextEncoder.MaxPositions)
            throw new ModelFormatException(folder.TokenizerFolder, "model_max_length", $"at most the text encoder's max_position_embeddings, {folder.TextEncoder.MaxPositions}", $"{tokenizer.Length}");
    }

    public void Dispose()
    {
        Adapter.Dispose();
        UNet.Dispose();
        Autoencoder.Dispose();
        TextEncoder.Dispose();
    }

    private static AttentionAdapter LoadAdapter(ModelFolder folder, WeightFolder unetWeights, string?[] fingerprints, PipelineOptions options, GraphPrecision precision)
    {
        using AdapterWeights weights = options.AdapterPath is null
            ? AdapterWeights.TrainingFree(unetWeights, folder.UNet.Sites)
            : AdapterWeights.Load(options.AdapterPath, folder.UNet.Sites);
        if (weights.BaseModel is { Length: > 0 } baseModel && !fingerprints.Contains(baseModel))
            throw new IdentityMismatchException($"The adapter {options.AdapterPath}", fingerprints[0]!, baseModel);
        return AttentionAdapter.Load(weights, options.Provider, precision, options.ProjectionCacheBytes);
    }

    private static T LoadWith<T>(Func<WeightFolder> open, Func<WeightFolder, T> load)
    {
        using WeightFolder weights = open();
        return load(weights);
    }
}
