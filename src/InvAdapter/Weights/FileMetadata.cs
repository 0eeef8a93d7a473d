namespace InvAdapter.Weights;

/// <summary>What the metadata of this library's own files begins with: what a file is, and in which version.</summary>
internal static class FileMetadata
{
    public const string FormatKey = "format";
    public const string VersionKey = "version";

    /// <summary>Checks what an entry says.</summary>
    /// <param name="path">The file.</param>
    /// <param name="metadata">Its metadata.</param>
    /// <param name="key">The entry.</param>
    /// <param name="expected">What it has to say.</param>
    /// <param name="remedy">What somebody who finds otherwise should know; may be null.</param>
    /// <exception cref="InvalidFileException">It is missing, or says something else.</exception>
    public static void Require(string path, IReadOnlyDictionary<string, string> metadata, string key, string expected, string? remedy = null)
    {
        string actual = metadata.GetValueOrDefault(key, "missing");
        if (actual != expected)
            throw new InvalidFileException(path, $"metadata {key}", remedy is null ? expected : $"{expected} ({remedy})", actual);
    }
}
