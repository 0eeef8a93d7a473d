namespace InvAdapter.Weights;

/// <summary>Chooses which files of a component folder hold its weights.</summary>
internal static class WeightFiles
{
    private const string HalfVariant = "fp16";

    private static readonly string[] PickleExtensions = [".bin", ".ckpt", ".pt", ".pth"];

    /// <summary>Finds one safetensors file, or the index of several.</summary>
    public static (string Path, bool IsIndex) Choose(string folder, string stem, string? variant)
    {
        if (!Directory.Exists(folder))
            throw new ModelFormatException(folder, "folder", "there", File.Exists(folder) ? "a file" : "missing");
        return Find(folder, stem, variant)
            ?? (variant is null ? Find(folder, stem, HalfVariant) : null)
            ?? throw NotThere(folder, stem, variant);
    }

    private static (string Path, bool IsIndex)? Find(string folder, string stem, string? variant)
    {
        string infix = variant is null ? "" : "." + variant;
        string single = Path.Combine(folder, $"{stem}{infix}.safetensors");
        if (File.Exists(single))
            return (single, false);
        string index = Path.Combine(folder, $"{stem}.safetensors.index{infix}.json");
        return File.Exists(index) ? (index, true) : null;
    }

    private static ModelFormatException NotThere(string folder, string stem, string? variant)
    {
        string wanted = variant is null ? $"{stem}.safetensors" : $"{stem}.{variant}.safetensors";
        string[] names = [.. Directory.EnumerateFiles(folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal).Take(1000)];
        string[] safe = [.. names.Where(n => n.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase))];
        string[] pickles = [.. names.Where(n => PickleExtensions.Contains(Path.GetExtension(n), StringComparer.OrdinalIgnoreCase))];
        string actual = (safe.Length, pickles.Length) switch
        {
            (0, 0) => "missing; the folder has no weights",
            (0, _) => $"missing; the folder has {List(pickles)}, a format that can run code when it is loaded and is therefore never read: "
                + "use the model's .safetensors version, or convert it",
            _ => $"missing; the folder has {List(safe)}",
        };
        return new ModelFormatException(folder, wanted, "there", actual);
    }

    private static string List(string[] names) =>
        string.Join(", ", names.Take(8)) + (names.Length > 8 ? $" and {names.Length - 8} more" : "");
}
