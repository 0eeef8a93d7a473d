namespace InvAdapter.Cli;

/// <summary>Finds out before minutes of work whether a result could be written.</summary>
internal static class OutputFile
{
    private static readonly string[] s_images = [".png", ".jpg", ".jpeg", ".webp"];

    /// <summary>Checks the path of a picture that is to be written.</summary>
    public static void RequireImage(string option, string path) => Require(option, path, s_images);

    /// <summary>Checks the path of an identity that is to be written.</summary>
    public static void RequireIdentity(string option, string path) => Require(option, path, [".safetensors"]);

    /// <summary>Checks that no two of some paths are the same file, so that no input is lost and no result is overwritten by another.</summary>
    public static void RequireDifferent(params IReadOnlyList<(string Option, string? Path)> files)
    {
        var seen = new Dictionary<string, string>(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach ((string option, string? path) in files)
        {
            if (path is not null && !seen.TryAdd(Path.GetFullPath(path), option))
                throw new UsageException($"{option} {path} is the same file as {seen[Path.GetFullPath(path)]}.");
        }
    }

    /// <summary>Checks that files can be made in a folder.</summary>
    public static void RequireFolder(string folder)
    {
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"{folder}: there is no such folder to write to.");
        string probe = Path.Combine(folder, $".{Path.GetRandomFileName()}.tmp");
        try
        {
            new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{folder}: files can't be written there ({error.Message})", error);
        }
    }

    private static void Require(string option, string path, string[] extensions)
    {
        if (!extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
            throw new UsageException($"{option} {path}: the name must end in {string.Join(", ", extensions)}.");
        if (Directory.Exists(path))
            throw new UsageException($"{option} {path}: this is a folder; name a file.");
        RequireFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }
}
