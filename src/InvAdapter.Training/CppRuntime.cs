using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;

namespace InvAdapter.Training;

/// <summary>The GNU C++ library that this process uses.</summary>
/// <param name="Path">The file.</param>
/// <param name="Version">The newest <c>GLIBCXX</c> version that it offers, as in 3.4.30.</param>
internal sealed record CppRuntime(string Path, Version Version)
{
    private const string Library = "libstdc++.so.6";

    private static readonly SearchValues<byte> s_versionCharacters = SearchValues.Create("0123456789."u8);

    private static ReadOnlySpan<byte> Prefix => "GLIBCXX_"u8;

    /// <summary>Finds the library in the process's own memory map, for that is the one libtorch would get; null where there is none.</summary>
    public static CppRuntime? Find()
    {
        NativeLibrary.TryLoad(Library, out _);
        string? path = MappedFiles().FirstOrDefault(file => System.IO.Path.GetFileName(file).StartsWith(Library, StringComparison.Ordinal));
        return path is null || Newest(File.ReadAllBytes(path)) is not { } version ? null : new CppRuntime(path, version);
    }

    /// <summary>The newest version among the names in a library's bytes.</summary>
    internal static Version? Newest(ReadOnlySpan<byte> library)
    {
        Version? newest = null;
        for (int at = library.IndexOf(Prefix); at >= 0; at = library.IndexOf(Prefix))
        {
            library = library[(at + Prefix.Length)..];
            int length = library.IndexOfAnyExcept(s_versionCharacters);
            string text = System.Text.Encoding.ASCII.GetString(length < 0 ? library : library[..length]);
            if (Version.TryParse(text, out Version? version) && (newest is null || version > newest))
                newest = version;
        }

        return newest;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Path} (GLIBCXX_{Version})");

    private static IEnumerable<string> MappedFiles()
    {
        const string Maps = "/proc/self/maps";
        return File.Exists(Maps)
            ? File.ReadLines(Maps).Select(line => line.IndexOf('/', StringComparison.Ordinal) is >= 0 and int start ? line[start..] : "").Distinct()
            : [];
    }
}
