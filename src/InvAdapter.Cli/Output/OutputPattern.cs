using System.Globalization;

namespace InvAdapter.Cli;

/// <summary>
/// File names of generated images, by seed: a name with <c>{seed}</c> in it; or a plain one, to which several seeds are appended
/// (<c>anna.png</c> → <c>anna-7.png</c>); or a folder (<c>7.png</c> in it).
/// </summary>
internal sealed class OutputPattern
{
    private const string Placeholder = "{seed}";

    private readonly string _pattern;

    /// <summary>Reads what <c>--out</c> says.</summary>
    /// <param name="text">The option's value.</param>
    /// <param name="isSeveral">Whether there will be several images.</param>
    public OutputPattern(string text, bool isSeveral)
    {
        bool isFolder = Path.EndsInDirectorySeparator(text) || Directory.Exists(text);
        bool hasSeed = Path.GetFileName(text).Contains(Placeholder, StringComparison.Ordinal);
        _pattern = isFolder ? Path.Combine(text, Placeholder + ".png")
            : hasSeed || !isSeveral ? text
            : Path.Combine(Path.GetDirectoryName(text) ?? "", $"{Path.GetFileNameWithoutExtension(text)}-{Placeholder}{Path.GetExtension(text)}");
    }

    /// <summary>The path of one seed's image.</summary>
    public string PathOf(long seed) =>
        Path.Combine(
            Path.GetDirectoryName(_pattern) ?? "",
            Path.GetFileName(_pattern).Replace(Placeholder, seed.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
}
