namespace InvAdapter.Tests;

/// <summary>A folder that is there for one test.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder;

    public TemporaryFolder() => _folder = Directory.CreateTempSubdirectory("invadapter-");

    /// <summary>A folder in another one than the system's for temporary files.</summary>
    public TemporaryFolder(string parent) => _folder = Directory.CreateDirectory(System.IO.Path.Combine(parent, System.IO.Path.GetRandomFileName()));

    public string Path => _folder.FullName;

    public string At(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, ReadOnlySpan<byte> content)
    {
        File.WriteAllBytes(At(name), content);
        return At(name);
    }

    public string Write(string name, string content)
    {
        File.WriteAllText(At(name), content);
        return At(name);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
