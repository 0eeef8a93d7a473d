using InvAdapter.Models;
using InvAdapter.Weights;

namespace InvAdapter.Quantization;

/// <summary>Copies what quantisation leaves as it is: every part but the UNet's weights.</summary>
internal static class FolderCopy
{
    /// <summary>Weights that are not read, and would only make the folder larger: other variants, and formats that are never read.</summary>
    private static readonly string[] s_weights = [".safetensors", ".bin", ".ckpt", ".pt", ".pth", ".msgpack", ".h5", ".onnx"];

    /// <summary>Copies the parts, <c>model_index.json</c>, and whatever says whose the model is.</summary>
    public static void Copy(ModelFolder source, string target, CancellationToken cancellation)
    {
        using (WeightFolder weights = source.OpenAutoencoderWeights())
            CopyPart("vae", weights.Files);
        using (WeightFolder weights = source.OpenTextEncoderWeights())
            CopyPart("text_encoder", weights.Files);
        CopyPart("tokenizer", []);
        CopyPart("scheduler", []);
        foreach (string file in Directory.EnumerateFiles(source.Path).Where(IsKept))
            CopyInto(target, file, cancellation);
        CopyInto(Directory.CreateDirectory(Path.Combine(target, "unet")).FullName, Path.Combine(source.Path, "unet", "config.json"), cancellation);

        void CopyPart(string part, IReadOnlyList<string> weights)
        {
            string folder = Directory.CreateDirectory(Path.Combine(target, part)).FullName;
            string[] names = [.. weights.Select(file => Path.GetFileName(file))];
            foreach (string file in Directory.EnumerateFiles(Path.Combine(source.Path, part)))
            {
                if (names.Contains(Path.GetFileName(file)) || !IsWeights(Path.GetFileName(file), source.Variant))
                    CopyInto(folder, file, cancellation);
            }
        }
    }

    /// <summary>Whether a file holds weights, or is another variant's index of them, which would lead to shards that are not there.</summary>
    private static bool IsWeights(string name, string? variant) =>
        s_weights.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase)
        || (variant is not null && name.Contains(".safetensors.index.", StringComparison.Ordinal) && !name.EndsWith($".index.{variant}.json", StringComparison.Ordinal));

    private static bool IsKept(string file) =>
        Path.GetFileName(file) is var name
        && (name == "model_index.json" || name.StartsWith("LICENSE", StringComparison.OrdinalIgnoreCase) || name.StartsWith("README", StringComparison.OrdinalIgnoreCase));

    private static void CopyInto(string folder, string file, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
    }
}
