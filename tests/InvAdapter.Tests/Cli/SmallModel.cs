using InvAdapter.Tests.Golden;
using InvAdapter.Tests.Models;

namespace InvAdapter.Tests.Cli;

/// <summary>The tiny golden model with a vocabulary made here, so that it takes prompts: a whole model folder, gone after the test.</summary>
public sealed class SmallModel : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SmallModel()
    {
        string golden = System.IO.Path.Combine(GoldenFolders.InRepository, "tiny-sd15");
        foreach (string part in (string[])["unet", "vae", "text_encoder", "scheduler"])
        {
            Directory.CreateDirectory(_folder.At(part));
            foreach (string file in Directory.GetFiles(System.IO.Path.Combine(golden, part)))
                File.Copy(file, System.IO.Path.Combine(_folder.At(part), System.IO.Path.GetFileName(file)));
        }

        File.Copy(System.IO.Path.Combine(golden, "model_index.json"), _folder.At("model_index.json"));
        Directory.CreateDirectory(_folder.At("tokenizer"));
        SmallVocabulary.Write(_folder.At("tokenizer"));
    }

    public string Path => _folder.Path;

    public void Dispose() => _folder.Dispose();
}
