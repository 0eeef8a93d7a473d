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
    ModelReport.Quantized? Quantization,
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
            .. Quantization is { } quantized ? [("int8", quantized.ToString())] : Array.Empty<(string, string)>(),
            .. Sites.Select(group => ("sites", $"{group.Count} {group.Attention} at level {group.Level}, width {group.Width}, {group.Heads} heads")),
            .. Problems.Select(problem => ("problem", problem)),
        ]);

    private static string Files(int count) => count == 1 ? "1 file" : $"{count} files";

    /// <summary>The weights of one part.</summary>
    internal sealed record Component(string Name, int Files, long SizeInBytes, int Tensors, long Parameters, IReadOnlyList<string> ElementTypes);

    /// <summary>How much of a quantised UNet is in int8.</summary>
    /// <param name="Int8Layers">Convolutions and linear layers in int8.</param>
    /// <param name="Layers">Convolutions and linear layers in all.</param>
    /// <param name="Int8Weights">Weights in int8.</param>
    /// <param name="BaseModel">Fingerprint of the model that was quantised, where the file says so.</param>
    internal sealed record Quantized(int Int8Layers, int Layers, long Int8Weights, string? BaseModel)
    {
        public override string ToString() =>
            $"{Int8Layers} of {Layers} layers of the UNet, {FactLines.Count(Int8Weights)} weights; made from model {BaseModel ?? "unknown"}";
    }

    /// <summary>Attention sites of one kind and resolution.</summary>
    internal sealed record SiteGroup(string Attention, int Level, int Width, int Heads, int Count);
}
