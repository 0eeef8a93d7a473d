using InvAdapter.Configuration;
using InvAdapter.Graphs;
using InvAdapter.Models;
using InvAdapter.Runtime;
using InvAdapter.Tests.Golden;
using InvAdapter.Weights;

namespace InvAdapter.Tests.Models;

/// <summary>The tiny golden pipeline as a folder of one's own, so that its files can be moved, cut and rewritten.</summary>
internal sealed class TinyModel : IDisposable
{
    public const string UNetFile = "diffusion_pytorch_model.safetensors";

    private readonly TemporaryFolder _folder = new();

    public TinyModel()
    {
        Golden = GoldenPipeline.Open(System.IO.Path.Combine(GoldenFolders.InRepository, "tiny-sd15"));
        foreach (string part in (string[])["unet", "vae", "text_encoder", "scheduler"])
        {
            Directory.CreateDirectory(At(part));
            foreach (string file in Directory.GetFiles(System.IO.Path.Combine(Golden.Folder, part)))
                File.Copy(file, At(part, System.IO.Path.GetFileName(file)));
        }

        File.Copy(System.IO.Path.Combine(Golden.Folder, "model_index.json"), At("model_index.json"));
        Directory.CreateDirectory(At("tokenizer"));
        SmallVocabulary.Write(At("tokenizer"));
    }

    public GoldenPipeline Golden { get; }

    public string Path => _folder.Path;

    public string UNetPath => At("unet", UNetFile);

    public string At(params string[] parts) => System.IO.Path.Combine([_folder.Path, .. parts]);

    /// <summary>The UNet's tensors as float32 sources, read from the golden folder.</summary>
    public List<TensorSource> UNetTensors(ElementType storeAs = ElementType.Float32)
    {
        using SafetensorsFile file = SafetensorsFile.Open(System.IO.Path.Combine(Golden.Folder, "unet", UNetFile));
        return [.. file.Tensors.Values.Select(tensor => TensorSource.FromSingle(tensor.Name, file.ReadSingle(tensor.Name), tensor.Shape.AsSpan(), storeAs))];
    }

    public UNet LoadUNet(string? folder = null, GraphPrecision precision = GraphPrecision.Float32)
    {
        folder ??= At("unet");
        using WeightFolder weights = WeightFolder.Open(folder, "diffusion_pytorch_model");
        return UNet.Load(UNetConfiguration.Load(At("unet", "config.json")), weights, ExecutionProvider.Cpu(), precision);
    }

    /// <summary>One call of a UNet on golden latents.</summary>
    public float[] Predict(UNet unet)
    {
        string size = Golden.Names.Order(StringComparer.Ordinal).First(name => name.StartsWith("unet.", StringComparison.Ordinal) && name.EndsWith(".sample", StringComparison.Ordinal))[..^".sample".Length];
        Latents latents = Golden.Latents($"{size}.sample", 0);
        var prediction = new Latents(latents.Shape);
        unet.Predict(new NoiseQuery { Latents = latents, Timestep = UNetGoldenTests.Timestep(Golden, size), Text = Golden.Embedding(0) }, prediction);
        return prediction.Values.ToArray();
    }

    public void Dispose() => _folder.Dispose();
}
