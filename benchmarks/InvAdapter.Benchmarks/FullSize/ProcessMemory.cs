using System.Globalization;

namespace InvAdapter.Benchmarks.FullSize;

/// <summary>What this process has in memory, in bytes.</summary>
/// <param name="Resident">Pages in memory, those of mapped files too.</param>
/// <param name="Anonymous">Of these, pages that no file stands behind. Zero where the system doesn't say.</param>
/// <param name="Peak">Most that was resident since <see cref="ResetPeak"/>, or since the start where it can't be reset.</param>
internal readonly record struct ProcessMemory(long Resident, long Anonymous, long Peak)
{
    private const string Status = "/proc/self/status";
    private const string ClearReferences = "/proc/self/clear_refs";
    private const string ResetPeakCode = "5";

    public static ProcessMemory Now()
    {
        if (!File.Exists(Status))
            return new ProcessMemory(Environment.WorkingSet, 0, System.Diagnostics.Process.GetCurrentProcess().PeakWorkingSet64);
        Dictionary<string, string> lines = File.ReadLines(Status).Select(line => line.Split(':', 2)).ToDictionary(parts => parts[0], parts => parts[1]);
        return new ProcessMemory(Bytes("VmRSS"), Bytes("RssAnon"), Bytes("VmHWM"));

        long Bytes(string key) => 1024 * long.Parse(lines[key].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
    }

    /// <summary>Lets <see cref="Peak"/> start anew, so that each step shows its own. Linux only.</summary>
    public static void ResetPeak()
    {
        if (!File.Exists(ClearReferences))
            return;
        try
        {
            File.WriteAllText(ClearReferences, ResetPeakCode);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Some containers forbid it; the peak is then that of the whole run.
        }
    }
}
