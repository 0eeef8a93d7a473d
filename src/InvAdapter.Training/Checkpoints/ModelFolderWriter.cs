using System.Text;
using System.Text.Json.Nodes;
using InvAdapter.Scheduling;
using InvAdapter.Weights;

namespace InvAdapter.Training.Checkpoints;

/// <summary>Puts a model folder together from its parts.</summary>
internal static class ModelFolderWriter
{
    private static readonly System.Text.Json.JsonSerializerOptions s_indented = new() { WriteIndented = true };

    /// <summary>Copies one part's files; folders within it are not part of it.</summary>
    public static void CopyPart(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
    }

    public static void WriteScheduler(string model, SchedulerConfiguration scheduler)
    {
        string folder = Path.Combine(model, "scheduler");
        Directory.CreateDirectory(folder);
        Write(Path.Combine(folder, "scheduler_config.json"), ConfigurationWriter.Write(scheduler));
    }

    /// <summary>Written last: a folder with it is a complete model, for diffusers too.</summary>
    public static void WriteIndex(string model) => Write(Path.Combine(model, "model_index.json"), new JsonObject
    {
        ["_class_name"] = "StableDiffusionPipeline",
        ["feature_extractor"] = Part(null, null),
        ["requires_safety_checker"] = false,
        ["safety_checker"] = Part(null, null),
        ["scheduler"] = Part("diffusers", "DDIMScheduler"),
        ["text_encoder"] = Part("transformers", "CLIPTextModel"),
        ["tokenizer"] = Part("transformers", "CLIPTokenizer"),
        ["unet"] = Part("diffusers", "UNet2DConditionModel"),
        ["vae"] = Part("diffusers", "AutoencoderKL"),
    });

    private static JsonArray Part(string? library, string? name) => [library, name];

    private static void Write(string path, JsonObject json) =>
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(json.ToJsonString(s_indented) + "\n")));
}
