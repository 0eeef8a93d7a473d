namespace InvAdapter.Weights;

/// <summary>Follows links to where a file really lies.</summary>
internal static class RealPath
{
    /// <summary>What Linux allows; more are a circle.</summary>
    private const int MaxLinks = 40;

    /// <summary>The file's path with no link in it: neither the file itself nor any folder above.</summary>
    /// <remarks>
    /// <see cref="File.ResolveLinkTarget"/> reads a relative target by the letters of the link's path, which is wrong where a folder above is a link too.
    /// </remarks>
    /// <exception cref="InvalidFileException">The links lead in a circle.</exception>
    public static string Of(string file)
    {
        string full = Path.GetFullPath(file);
        string path = Path.GetPathRoot(full)!;
        var rest = new Stack<string>();
        Push(full);
        int links = 0;
        while (rest.TryPop(out string? segment))
        {
            if (segment == "..")
            {
                path = Path.GetDirectoryName(path) ?? path;
                continue;
            }

            string next = Path.Combine(path, segment);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                path = next;
                continue;
            }

            if (++links > MaxLinks)
                throw new InvalidFileException(file, "path", "one that leads to a file", "a circle of links");
            if (Path.IsPathRooted(target))
                path = Path.GetPathRoot(target)!;
            Push(target);
        }

        return path;

        void Push(string segments)
        {
            string relative = segments[Path.GetPathRoot(segments)!.Length..];
            foreach (string segment in Enumerable.Reverse(relative.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar)))
            {
                if (segment is not ("" or "."))
                    rest.Push(segment);
            }
        }
    }
}
