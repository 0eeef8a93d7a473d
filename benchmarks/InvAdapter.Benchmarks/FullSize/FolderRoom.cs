namespace InvAdapter.Benchmarks.FullSize;

/// <summary>Whether a folder's disk holds what a measurement writes.</summary>
internal static class FolderRoom
{
    private const long Reserve = 1L << 30;

    /// <summary>Tells, and says on the error stream what is missing.</summary>
    /// <param name="path">An existing folder.</param>
    /// <param name="bytes">What is written; a gibibyte more is asked for.</param>
    public static bool Suffices(string path, long bytes)
    {
        long needed = bytes + Reserve;
        long free = new DriveInfo(path).AvailableFreeSpace;
        if (free >= needed)
            return true;
        Console.Error.WriteLine($"{path} has room for {Size.Of(free)}, but {Size.Of(needed)} are needed. Choose another place with --folder.");
        return false;
    }
}
