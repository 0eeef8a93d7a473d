using System.Globalization;

namespace InvAdapter.Cli;

/// <summary>Lines of a name and a fact, in two columns.</summary>
internal static class FactLines
{
    public static void Write(TextWriter output, params IReadOnlyList<(string Name, string Fact)> lines)
    {
        int width = lines.Max(line => line.Name.Length) + 2;
        foreach ((string name, string fact) in lines)
            output.WriteLine($"{name.PadRight(width)}{fact}");
    }

    /// <summary>Bytes in the unit that people read.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.#} kB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.#} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.##} GB"),
    };

    /// <summary>A count with its digits in groups.</summary>
    public static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>Seconds to a tenth.</summary>
    public static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s");

    /// <summary>A small number to three digits.</summary>
    public static string Small(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
}
