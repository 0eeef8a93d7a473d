namespace InvAdapter.Models;

/// <summary>Reads the small files of a model folder whole, with a bound on their size.</summary>
internal static class ModelFile
{
    public static byte[] ReadAllBytes(string path, long maxBytes)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (file.Length > maxBytes)
                throw new ModelFormatException(path, "the file", $"at most {maxBytes} bytes", $"{file.Length} bytes");

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
