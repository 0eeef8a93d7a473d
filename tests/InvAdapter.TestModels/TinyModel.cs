namespace InvAdapter.TestModels;

/// <summary>The smallest model that has every part of Stable Diffusion 1.5: <c>tests/golden/tiny-sd15</c>, with a small vocabulary beside it.</summary>
public static class TinyModel
{
    private static readonly string[] s_parts = ["unet", "vae", "text_encoder", "scheduler"];

    /// <summary>The folder in the repository. It has no vocabulary of its own, so pipelines can't load it as it is.</summary>
    /// <exception cref="DirectoryNotFoundException">The program doesn't lie in a checkout.</exception>
    public static string Source { get; } = Find();

    /// <summary>An adapter trained on it.</summary>
    public static string Adapter { get; } = Path.Combine(Source, "inv_adapter.safetensors");

    /// <summary>Copies the model and adds a vocabulary, so that a pipeline can load it.</summary>
    /// <param name="folder">A folder, made where it is missing.</param>
    /// <returns>The folder.</returns>
    public static string CopyTo(string folder)
    {
        foreach (string part in s_parts)
        {
            string target = Directory.CreateDirectory(Path.Combine(folder, part)).FullName;
            foreach (string file in Directory.EnumerateFiles(Path.Combine(Source, part)))
                File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }

        File.Copy(Path.Combine(Source, "model_index.json"), Path.Combine(folder, "model_index.json"));
        SmallVocabulary.Write(Directory.CreateDirectory(Path.Combine(folder, "tokenizer")).FullName);
        return folder;
    }

    private static string Find()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            string candidate = Path.Combine(folder, "tests", "golden", "tiny-sd15");
            if (Directory.Exists(candidate))
                return candidate;
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds tests/golden/tiny-sd15.");
    }
}
