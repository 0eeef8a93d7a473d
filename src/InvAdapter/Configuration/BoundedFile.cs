namespace InvAdapter.Configuration;

/// <summary>Reads the small files of a model folder whole, with a bound on their size.</summary>
internal static class BoundedFile
{
    /// <summary>All bytes of a file.</summary>
    /// <exception cref="ModelFormatException">It is missing, a folder, or larger than <paramref name="maximumBytes"/>.</exception>
    public static byte[] ReadAllBytes(string path, long maximumBytes)
    {
        if (Directory.Exists(path))
            throw new ModelFormatException(path, "the file", "a file", "a folder");
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (file.Length > maximumBytes)
                throw new ModelFormatException(path, "the file", $"at most {maximumBytes} bytes", $"{file.Length} bytes");

            byte[] bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ModelFormatException(path, "the file", "there", "missing", error);
        }
        catch (EndOfStreamException error)
        {
            throw new ModelFormatException(path, "the file", "left alone while it is read", "cut short meanwhile", error);
        }
    }
}
