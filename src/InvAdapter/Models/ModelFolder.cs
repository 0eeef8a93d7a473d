using InvAdapter.Configuration;
using InvAdapter.Weights;

namespace InvAdapter.Models;

/// <summary>A Stable Diffusion folder in Hugging Face's layout: <c>unet/</c>, <c>vae/</c>, <c>text_encoder/</c>, <c>tokenizer/</c>, <c>scheduler/</c>.</summary>
/// <remarks>Opening reads the small JSON files only, and checks that the parts fit each other.</remarks>
public sealed class ModelFolder
{
    private const string DiffusersStem = "diffusion_pytorch_model";
    private const string TransformersStem = "model";

    private ModelFolder(string path, string? variant)
    {
        Path = path;
        Variant = variant;
        UNet = UNetConfiguration.Load(ConfigurationOf("unet"));
        Autoencoder = AutoencoderConfiguration.Load(ConfigurationOf("vae"));
        TextEncoder = TextEncoderConfiguration.Load(ConfigurationOf("text_encoder"));
        CheckParts();
    }

    /// <summary>Path of the folder.</summary>
    public string Path { get; }

    /// <summary>Which files are read where there are several, as in <c>fp16</c>; null for the plain ones.</summary>
    public string? Variant { get; }

    /// <summary>The UNet's shape.</summary>
    public UNetConfiguration UNet { get; }

    /// <summary>The autoencoder's shape.</summary>
    public AutoencoderConfiguration Autoencoder { get; }

    /// <summary>The text encoder's shape.</summary>
    public TextEncoderConfiguration TextEncoder { get; }

    /// <summary>The folder that <c>scheduler_config.json</c> is in.</summary>
    public string SchedulerFolder => System.IO.Path.Combine(Path, "scheduler");

    /// <summary>The folder that the vocabulary is in.</summary>
    public string TokenizerFolder => System.IO.Path.Combine(Path, "tokenizer");

    /// <summary>Opens a folder.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="variant">Which files to read, as in <c>fp16</c>; null for the plain ones.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="ModelFormatException">It is no Stable Diffusion 1.x or 2.x folder; the message names the file, the key and the value.</exception>
    public static ModelFolder Open(string path, string? variant = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (File.Exists(path))
            throw new ModelFormatException(path, "the model", "a folder in Hugging Face's layout", "a file (single-file checkpoints are not read; convert it to a folder with diffusers' save_pretrained)");
        if (!Directory.Exists(path))
            throw new DirectoryNotFoundException($"There is no model folder {path}.");
        CheckPipelineClass(path);
        return new ModelFolder(path, variant);
    }

    /// <summary>Opens the UNet's tensors; the caller disposes them.</summary>
    public WeightFolder OpenUNetWeights() => WeightFolder.Open(Part("unet"), DiffusersStem, Variant);

    /// <summary>Opens the autoencoder's tensors; the caller disposes them.</summary>
    public WeightFolder OpenAutoencoderWeights() => WeightFolder.Open(Part("vae"), DiffusersStem, Variant);

    /// <summary>Opens the text encoder's tensors; the caller disposes them.</summary>
    public WeightFolder OpenTextEncoderWeights() => WeightFolder.Open(Part("text_encoder"), TransformersStem, Variant);

    /// <summary>Name of the one file in <c>unet/</c> that holds a whole UNet.</summary>
    internal static string UNetFile(string? variant) => variant is null ? $"{DiffusersStem}.safetensors" : $"{DiffusersStem}.{variant}.safetensors";

    private static void CheckPipelineClass(string path)
    {
        string index = System.IO.Path.Combine(path, "model_index.json");
        if (!File.Exists(index))
            return;
        ConfigurationFile file = ConfigurationFile.Load(index);
        string name = file.Text("_class_name", "StableDiffusionPipeline");

        // Fine-tunes name pipelines of their own; what counts is what the parts are. These are known to have other parts.
        if (name.Contains("XL", StringComparison.Ordinal) || name.StartsWith("StableDiffusion3", StringComparison.Ordinal) || name.StartsWith("Flux", StringComparison.Ordinal))
            throw file.Bad("_class_name", "a Stable Diffusion 1.x or 2.x pipeline");
    }

    private void CheckParts()
    {
        string unet = ConfigurationOf("unet");
        if (UNet.CrossAttentionDim != TextEncoder.HiddenSize)
            throw new ModelFormatException(unet, "cross_attention_dim", $"the text encoder's hidden_size, {TextEncoder.HiddenSize}", $"{UNet.CrossAttentionDim}");
        if (UNet.InChannels != Autoencoder.LatentChannels)
            throw new ModelFormatException(unet, "in_channels", $"the autoencoder's latent_channels, {Autoencoder.LatentChannels} (inpainting, depth and upscaling models take more and are not supported)", $"{UNet.InChannels}");
        if (UNet.OutChannels != UNet.InChannels)
            throw new ModelFormatException(unet, "out_channels", $"in_channels, {UNet.InChannels}", $"{UNet.OutChannels}");
        if (Autoencoder.InChannels != 3 || Autoencoder.OutChannels != 3)
            throw new ModelFormatException(ConfigurationOf("vae"), "in_channels and out_channels", "3 (red, green, blue)", $"{Autoencoder.InChannels} and {Autoencoder.OutChannels}");
    }

    private string ConfigurationOf(string part) => System.IO.Path.Combine(Part(part), "config.json");

    private string Part(string name) => System.IO.Path.Combine(Path, name);
}
