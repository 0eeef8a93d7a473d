using InvAdapter.Weights;

namespace InvAdapter.Quantization;

/// <summary>A folder that appears under its name only when it is complete. Until then its files lie in a hidden folder beside it, which is deleted where anything fails.</summary>
internal sealed class TargetFolder : IDisposable
{
    private readonly string _target;
    private bool _done;

    private TargetFolder(string target, string temporary) => (_target, Path) = (target, temporary);

    /// <summary>Where files are written meanwhile.</summary>
    public string Path { get; }

    /// <summary>Makes the hidden folder.</summary>
    /// <param name="target">Where the folder is to appear; missing, or an empty folder.</param>
    /// <param name="source">A folder that it may not lie in.</param>
    /// <exception cref="ArgumentException">The target is the source, or lies in it.</exception>
    /// <exception cref="IOException">The target is there and not empty.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder that the target is to lie in is not there.</exception>
    public static TargetFolder Begin(string target, string source)
    {
        string full = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(target));
        string parent = System.IO.Path.GetDirectoryName(full) ?? throw new ArgumentException($"{target} is no folder that can be made.", nameof(target));
        if ($"{RealPath.Of(full)}{System.IO.Path.DirectorySeparatorChar}".StartsWith($"{RealPath.Of(source)}{System.IO.Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            throw new ArgumentException($"{target} lies in the model folder {source} itself; choose another place.", nameof(target));
        if (!Directory.Exists(parent))
            throw new DirectoryNotFoundException($"{parent}: there is no such folder to write to.");
        if (File.Exists(full) || (Directory.Exists(full) && Directory.EnumerateFileSystemEntries(full).Any()))
            throw new IOException($"{target} is already there and is not empty; choose a new folder.");
        return new TargetFolder(full, Directory.CreateDirectory(System.IO.Path.Combine(parent, $".{System.IO.Path.GetFileName(full)}.{System.IO.Path.GetRandomFileName()}.tmp")).FullName);
    }

    /// <summary>Gives the folder its name.</summary>
    public void Complete()
    {
        // Fails where something was put there meanwhile, which is then left as it is.
        if (Directory.Exists(_target))
            Directory.Delete(_target);
        Directory.Move(Path, _target);
        _done = true;
    }

    public void Dispose()
    {
        if (!_done && Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
