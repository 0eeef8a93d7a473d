namespace InvAdapter.Weights;

/// <summary>Writes files so that a reader sees the old content or the new one, and never half of it.</summary>
internal static class AtomicFile
{
    private const int BufferBytes = 1 << 16;

    /// <summary>Writes to a temporary name beside <paramref name="path"/>, flushes it to the disk, and renames it over.</summary>
    /// <param name="path">The file to make or replace.</param>
    /// <param name="write">Writes the content. Where it throws, nothing has changed.</param>
    public static void Write(string path, Action<Stream> write)
    {
        string full = Path.GetFullPath(path);
        string temporary = Path.Combine(Path.GetDirectoryName(full) ?? full, $".{Path.GetRandomFileName()}.tmp");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferBytes))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
