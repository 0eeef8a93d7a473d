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

    /// <summary>What says how a network is used, and changes when it is trained on.</summary>
    private static readonly HashSet<string> s_besideTheNetwork = ["sample_size", "scaling_factor"];

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

    /// <summary>
    /// Fills a network that goes on from a folder's weights. They must be of the same configuration, for numbers of heads and groups are in no tensor's shape.
    /// </summary>
    /// <param name="module">The network.</param>
    /// <param name="configuration">What it is.</param>
    /// <param name="folder">The component's folder.</param>
    /// <param name="stem">The weights' file name.</param>
    /// <param name="begun">What the folder's network is, in the same keys.</param>
    /// <param name="olderName">Another name that a tensor may have in the file, or null.</param>
    /// <exception cref="ModelFormatException">The configuration is another one, or a tensor is missing or has another shape.</exception>
    public static void Begin(nn.Module module, JsonObject configuration, string folder, string stem, JsonObject begun, Func<string, string?>? olderName = null)
    {
        foreach ((string key, JsonNode? value) in configuration)
        {
            if (!s_besideTheNetwork.Contains(key) && !JsonNode.DeepEquals(value, begun[key]))
                throw new ModelFormatException(Configuration(folder), key, Text(value), Text(begun[key]));
        }

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

    private static string Text(JsonNode? value) => value?.ToJsonString() ?? "none";
}
