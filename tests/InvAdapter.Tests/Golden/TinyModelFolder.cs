using InvAdapter.TestModels;

namespace InvAdapter.Tests.Golden;

/// <summary>The repository's tiny model, made a complete pipeline folder by a tokenizer with a vocabulary of the tests' own.</summary>
public static class TinyModelFolder
{
    /// <summary>The model as it lies in the repository, without a tokenizer.</summary>
    public static string Source { get; } = Path.Combine(GoldenFolders.InRepository, "tiny-sd15");

    /// <summary>Copies the model to a folder of its own, so that a test may damage it or watch its files.</summary>
    /// <returns>The folder.</returns>
    public static string Write(string folder)
    {
        foreach (string file in Directory.GetFiles(Source, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(folder, Path.GetRelativePath(Source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        string tokenizer = Path.Combine(folder, "tokenizer");
        Directory.CreateDirectory(tokenizer);
        SmallVocabulary.Write(tokenizer);
        return folder;
    }

    /// <summary>The trained adapter in such a folder.</summary>
    public static string AdapterIn(string folder) => Path.Combine(folder, "inv_adapter.safetensors");
}
