using InvAdapter.Adapters;
using InvAdapter.Features;
using InvAdapter.Weights;

namespace InvAdapter.Cli;

/// <summary>Finds out what a safetensors file is.</summary>
internal static class FileInspection
{
    /// <summary>Looks at an adapter or an identity.</summary>
    /// <exception cref="InvalidFileException">It is damaged, or something else; the message says what.</exception>
    public static CommandResult Run(string path)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        switch (file.Metadata.GetValueOrDefault(AdapterFileFormat.FormatKey))
        {
            case AdapterFileFormat.Name:
                return AdapterReport.Of(file);
            case Identity.FileFormat:
                using (Identity identity = Identity.Load(path))
                    return IdentityReport.Of(path, identity);
            default:
                throw new InvalidFileException(path, "the file", $"an adapter or an identity (metadata format {AdapterFileFormat.Name} or {Identity.FileFormat})", Describe(file));
        }
    }

    private static string Describe(SafetensorsFile file)
    {
        string what = Guess(file.Tensors.Keys);
        string example = file.Tensors.Keys.Order(StringComparer.Ordinal).FirstOrDefault() is { } first ? $", such as {first}" : "";
        string format = file.Metadata.TryGetValue(AdapterFileFormat.FormatKey, out string? name) ? $" and metadata format {name}" : "";
        return $"{what} with {file.Tensors.Count} tensors{example}{format}";
    }

    private static string Guess(IEnumerable<string> names)
    {
        foreach (string name in names)
        {
            if (name.StartsWith("model.diffusion_model.", StringComparison.Ordinal))
                return "a single-file checkpoint (only folders in diffusers' layout are read)";
            if (name.StartsWith("lora_", StringComparison.Ordinal) || name.Contains(".lora", StringComparison.Ordinal))
                return "a LoRA";
            if (name.StartsWith("down_blocks.", StringComparison.Ordinal))
                return "a UNet's weights (inspect the model folder that it belongs to)";
            if (name.StartsWith("text_model.", StringComparison.Ordinal))
                return "a text encoder's weights (inspect the model folder that it belongs to)";
            if (name.StartsWith("decoder.", StringComparison.Ordinal))
                return "an autoencoder's weights (inspect the model folder that it belongs to)";
        }

        return "another safetensors file";
    }
}
