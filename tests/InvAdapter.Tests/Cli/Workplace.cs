using InvAdapter.Imaging;
using InvAdapter.Skia;
using InvAdapter.Tests.Imaging;

namespace InvAdapter.Tests.Cli;

/// <summary>A folder with a model folder (of the right name only) and a photo, for one test.</summary>
internal sealed class Workplace : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string[] _before;

    public Workplace()
    {
        Directory.CreateDirectory(Model);
        ImageFile.Write(Photo, Pictures.Photo(90, 60));
        _before = Files();
    }

    public string Path => _folder.Path;

    public string Model => _folder.At("model");

    public string Photo => _folder.At("photo.png");

    /// <summary>Files that were made since the beginning, by name; hidden ones too.</summary>
    public IReadOnlyList<string> Written => [.. Files().Except(_before).Select(file => System.IO.Path.GetRelativePath(Path, file)).Order(StringComparer.Ordinal)];

    public string this[string name] => _folder.At(name);

    public string[] Enroll(params string[] more) => ["enroll", "--model", Model, "--image", Photo, "--out", this["a.identity.safetensors"], "--steps", "3", .. more];

    public string[] Generate(params string[] more) => ["generate", "--model", Model, "--prompt", "a red hat", "--out", this["a.png"], "--steps", "3", .. more];

    public string[] Reconstruct(params string[] more) => ["reconstruct", "--model", Model, "--image", Photo, "--out", this["a.png"], "--steps", "3", .. more];

    public PixelBuffer Read(string name) => ImageFile.Read(this[name]);

    public void Dispose() => _folder.Dispose();

    private string[] Files() => Directory.GetFiles(Path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 });
}
