namespace InvAdapter.Benchmarks.FullSize;

/// <summary>Bytes as people read them.</summary>
internal static class Size
{
    public static string Of(long bytes) => bytes < 1L << 30
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 20):F0} MiB")
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):F2} GiB");
}
