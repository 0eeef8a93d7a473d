using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using InvAdapter.Configuration;
using InvAdapter.Graphs;
using InvAdapter.Models;
using InvAdapter.Runtime;
using InvAdapter.Weights;

namespace InvAdapter.Tests.Golden;

/// <summary>One golden folder, its networks loaded once for all tests, and the numbers that Python made with it.</summary>
public sealed class GoldenPipeline
{
    private static readonly ConcurrentDictionary<string, Lazy<GoldenPipeline>> s_open = new();

    private readonly SafetensorsFile _numbers;
    private readonly Lazy<UNet> _unet;
    private readonly Lazy<Autoencoder> _autoencoder;
    private readonly Lazy<ClipTextEncoder> _text;

    private GoldenPipeline(string folder)
    {
        Folder = folder;
        _numbers = SafetensorsFile.Open(Path.Combine(folder, "golden.safetensors"));
        Facts = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "golden.json"))).RootElement;
        _unet = new(() => LoadUNet(GraphPrecision.Float32));
        _autoencoder = new(LoadAutoencoder);
        _text = new(() => LoadText(0));
    }

    public string Folder { get; }

    /// <summary>The contents of golden.json.</summary>
    public JsonElement Facts { get; }

    public UNet UNet => _unet.Value;

    public Autoencoder Autoencoder => _autoencoder.Value;

    public ClipTextEncoder Text => _text.Value;

    public static GoldenPipeline Open(string folder) => s_open.GetOrAdd(folder, path => new(() => new GoldenPipeline(path))).Value;

    public float[] Numbers(string name) => _numbers.ReadSingle(name);

    public ImmutableArray<long> Shape(string name) => _numbers.Tensors[name].Shape;

    public bool Has(string name) => _numbers.Tensors.ContainsKey(name);

    public IEnumerable<string> Names => _numbers.Tensors.Keys;

    public Latents Latents(string name, int row = -1)
    {
        ImmutableArray<long> shape = Shape(name);
        float[] values = Numbers(name);
        if (row < 0)
            return new Latents(new LatentShape((int)shape[0], (int)shape[1], (int)shape[2], (int)shape[3]), values);
        var one = new LatentShape(1, (int)shape[1], (int)shape[2], (int)shape[3]);
        return new Latents(one, values.AsSpan(row * one.Length, one.Length).ToArray());
    }

    /// <summary>The text encoder's golden output for one of the golden prompts.</summary>
    public TextEmbedding Embedding(int prompt)
    {
        ImmutableArray<long> shape = Shape("text.last_hidden_state");
        int length = (int)(shape[1] * shape[2]);
        return new TextEmbedding((int)shape[1], (int)shape[2], Numbers("text.last_hidden_state").AsSpan(prompt * length, length).ToArray());
    }

    public UNet LoadUNet(GraphPrecision precision)
    {
        using WeightFolder weights = WeightFolder.Open(Path.Combine(Folder, "unet"), "diffusion_pytorch_model");
        return UNet.Load(UNetConfiguration.Load(Path.Combine(Folder, "unet", "config.json")), weights, ExecutionProvider.Cpu(), precision);
    }

    public Autoencoder LoadAutoencoder()
    {
        using WeightFolder weights = WeightFolder.Open(Path.Combine(Folder, "vae"), "diffusion_pytorch_model");
        return Autoencoder.Load(AutoencoderConfiguration.Load(Path.Combine(Folder, "vae", "config.json")), weights, ExecutionProvider.Cpu(), GraphPrecision.Float32);
    }

    public ClipTextEncoder LoadText(int clipSkip)
    {
        using WeightFolder weights = WeightFolder.Open(Path.Combine(Folder, "text_encoder"), "model");
        return ClipTextEncoder.Load(TextEncoderConfiguration.Load(Path.Combine(Folder, "text_encoder", "config.json")), weights, ExecutionProvider.Cpu(), GraphPrecision.Float32, clipSkip);
    }
}
