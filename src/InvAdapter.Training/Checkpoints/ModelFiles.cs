using System.Text;
using System.Text.Json.Nodes;
using InvAdapter.Models;
using InvAdapter.Weights;
using static TorchSharp.torch;

namespace InvAdapter.Training.Checkpoints;

/// <summary>One component's folder of a model: <c>config.json</c> beside a safetensors file.</summary>
internal static class ModelFiles
{
    public const string DiffusersStem = "diffusion_pytorch_model";
    public const string TransformersStem = "model";

    private static readonly System.Text.Json.JsonSerializerOptions s_indented = new() { WriteIndented = true };

    public static string Configuration(string folder) => Path.Combine(folder, "config.json");

    /// <summary>A short name for the weights in a component's folder.</summary>
    public static string Fingerprint(string folder, string? variant = null, string stem = DiffusersStem)
    {
        using WeightFolder weights = WeightFolder.Open(folder, stem, variant);
        return ModelFingerprint.Compute(weights);
    }

    /// <summary>A short name for what an autoencoder's folder encodes with: another decoder gives the same.</summary>
    public static string EncoderFingerprint(string folder, string? variant = null)
    {
        using WeightFolder weights = WeightFolder.Open(folder, DiffusersStem, variant);
        return ModelFingerprint.Compute(weights, name => name.StartsWith("encoder.", StringComparison.Ordinal) || name.StartsWith("quant_conv.", StringComparison.Ordinal));
    }

    /// <summary>Makes a network and fills it; a network that can't be filled is disposed.</summary>
    public static T Load<T>(string folder, string stem, string? variant, Func<T> create, Func<string, string?>? olderName = null)
        where T : nn.Module
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        LibTorch.Require();
        using WeightFolder weights = WeightFolder.Open(folder, stem, variant);
        T module = create();
        try
        {
            ModuleWeights.Read(module, weights, olderName);
            return module;
        }
        catch
        {
            module.Dispose();
            throw;
        }
    }

    /// <summary>Fills a network from a folder's weights; what its <c>config.json</c> says beside the shape is not looked at.</summary>
    /// <exception cref="ModelFormatException">A tensor is missing or has another shape.</exception>
    public static void Fill(nn.Module module, string folder, string stem, Func<string, string?>? olderName = null)
    {
        using WeightFolder weights = WeightFolder.Open(folder, stem);
        ModuleWeights.Read(module, weights, olderName);
    }

    /// <summary>Writes weights, then configuration: a folder with a <c>config.json</c> is a complete one.</summary>
    public static void Save(string folder, string stem, nn.Module module, JsonObject configuration, ElementType storeAs)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        Directory.CreateDirectory(folder);
        SafetensorsWriter.Write(
            Path.Combine(folder, $"{stem}.safetensors"),
            ModuleWeights.Sources(module, storeAs),
            new Dictionary<string, string> { ["format"] = "pt" });
        AtomicFile.Write(Configuration(folder), stream => stream.Write(Encoding.UTF8.GetBytes(configuration.ToJsonString(s_indented) + "\n")));
    }
}
