using System.Text.Json.Serialization;
using InvAdapter.Adapters;
using InvAdapter.Weights;

namespace InvAdapter.Cli;

/// <summary>What an adapter file holds.</summary>
internal sealed record AdapterReport(
    string Path,
    long SizeInBytes,
    string Version,
    string? Fusion,
    string? Source,
    string? Base,
    long Parameters,
    IReadOnlyList<string> ElementTypes,
    IReadOnlyList<AdapterReport.Site> Sites,
    IReadOnlyDictionary<string, string> Metadata,
    IReadOnlyList<string> Problems) : CommandResult
{
    /// <summary>What was inspected.</summary>
    [JsonPropertyOrder(-1)]
    public string Kind { get; } = "adapter";

    public override int ExitCode => Problems.Count > 0 ? ExitCodes.Format : ExitCodes.Success;

    /// <summary>Where the features came from that it was trained on, in words.</summary>
    private string Features => Source is null ? "not said" : Metadata.TryGetValue(AdapterFileFormat.CleanTimestepKey, out string? timestep) ? $"{Source} at timestep {timestep}" : Source;

    public static AdapterReport Of(SafetensorsFile file)
    {
        var problems = new List<string>();
        var sites = new SortedDictionary<string, Site>(StringComparer.Ordinal);
        foreach (TensorInfo tensor in file.Tensors.Values.OrderBy(tensor => tensor.Name, StringComparer.Ordinal))
        {
            if (Split(tensor.Name) is not var (site, counterpart))
                problems.Add($"{tensor.Name} is no adapter weight; they end in {AdapterFileFormat.KeysSuffix} or {AdapterFileFormat.ValuesSuffix}");
            else if (tensor.Shape is not [var rows, var columns] || rows != columns)
                problems.Add($"{tensor} should be a square matrix");
            else if (!file.Tensors.ContainsKey(counterpart))
                problems.Add($"{tensor.Name} is there, but its counterpart {counterpart} is missing");
            else
                sites[site] = new Site(site, rows);
        }

        string version = file.Metadata.GetValueOrDefault(AdapterFileFormat.VersionKey, "missing");
        if (version != AdapterFileFormat.Version)
            problems.Add($"metadata {AdapterFileFormat.VersionKey} should be {AdapterFileFormat.Version}, but is {version}");
        if (sites.Count == 0)
            problems.Add("there is no site with both maps");
        return new AdapterReport(
            file.Path,
            new FileInfo(file.Path).Length,
            version,
            file.Metadata.GetValueOrDefault(AdapterFileFormat.FusionKey),
            file.Metadata.GetValueOrDefault(AdapterFileFormat.SourceKey),
            file.Metadata.GetValueOrDefault(AdapterFileFormat.BaseModelKey),
            file.Tensors.Values.Sum(tensor => tensor.ElementCount),
            [.. file.Tensors.Values.Select(tensor => tensor.ElementType.ToString()).Distinct().Order(StringComparer.Ordinal)],
            [.. sites.Values],
            file.Metadata,
            problems);
    }

    public override void WriteText(TextWriter output) => FactLines.Write(
        output,
        [
            ("adapter", $"{Path} ({FactLines.Bytes(SizeInBytes)}), version {Version}"),
            ("fusion", Fusion ?? $"not said ({AdapterFileFormat.EmbeddedFusion})"),
            ("features", Features),
            ("base", Base is { Length: > 0 } ? Base : "not said"),
            ("weights", $"{FactLines.Count(Parameters)} in {string.Join(", ", ElementTypes)}"),
            .. Sites.GroupBy(site => (Attention: site.Name.EndsWith(".attn1", StringComparison.Ordinal) ? "self" : "cross", site.Width))
                .Select(group => ("sites", $"{group.Count()} {group.Key.Attention} of width {group.Key.Width}")),
            .. Problems.Select(problem => ("problem", problem)),
        ]);

    private static (string Site, string Counterpart)? Split(string name)
    {
        if (name.EndsWith(AdapterFileFormat.KeysSuffix, StringComparison.Ordinal))
            return (name[..^AdapterFileFormat.KeysSuffix.Length], name[..^AdapterFileFormat.KeysSuffix.Length] + AdapterFileFormat.ValuesSuffix);
        if (name.EndsWith(AdapterFileFormat.ValuesSuffix, StringComparison.Ordinal))
            return (name[..^AdapterFileFormat.ValuesSuffix.Length], name[..^AdapterFileFormat.ValuesSuffix.Length] + AdapterFileFormat.KeysSuffix);
        return null;
    }

    /// <summary>One adapted attention site.</summary>
    internal sealed record Site(string Name, long Width);
}
