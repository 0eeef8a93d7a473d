using System.Text.Json.Serialization;
using InvAdapter.Scheduling;

namespace InvAdapter.Cli;

/// <summary>What a model folder holds, and everything that is wrong with it.</summary>
internal sealed record ModelReport(
    string Path,
    string Family,
    int? ImageSize,
    PredictionType? Prediction,
    int? TrainTimesteps,
    IReadOnlyList<ModelReport.Component> Components,
    IReadOnlyList<ModelReport.SiteGroup> Sites,
    IReadOnlyList<string> Problems) : CommandResult
{
    /// <summary>What was inspected.</summary>
    [JsonPropertyOrder(-1)]
    public string Kind { get; } = "model";

    public override int ExitCode => Problems.Count > 0 ? ExitCodes.Format : ExitCodes.Success;

    public override void WriteText(TextWriter output) => FactLines.Write(
        output,
        [
            ("model", Path),
            ("family", Family),
            ("image size", ImageSize is { } side ? $"{side}x{side}" : "unknown"),
            ("scheduler", TrainTimesteps is { } steps ? $"{steps} training timesteps, predicts {Prediction.ToString()!.ToLowerInvariant()}" : "unknown"),
            .. Components.Select(part => (part.Name, $"{FactLines.Count(part.Parameters)} weights in {string.Join(", ", part.ElementTypes)}, {FactLines.Bytes(part.SizeInBytes)} in {Files(part.Files)}")),
            .. Sites.Select(group => ("sites", $"{group.Count} {group.Attention} at level {group.Level}, width {group.Width}, {group.Heads} heads")),
            .. Problems.Select(problem => ("problem", problem)),
        ]);

    private static string Files(int count) => count == 1 ? "1 file" : $"{count} files";

    /// <summary>The weights of one part.</summary>
    internal sealed record Component(string Name, int Files, long SizeInBytes, int Tensors, long Parameters, IReadOnlyList<string> ElementTypes);

    /// <summary>Attention sites of one kind and resolution.</summary>
    internal sealed record SiteGroup(string Attention, int Level, int Width, int Heads, int Count);
}
