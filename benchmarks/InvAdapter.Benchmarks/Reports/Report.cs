using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace InvAdapter.Benchmarks.Reports;

/// <summary>Everything that one run of <c>report</c> measured, to be read by people and by programs.</summary>
/// <param name="Machine">What it ran on.</param>
/// <param name="Peaks">The machine's speed in the two operations that take most of a call.</param>
/// <param name="Model">The model's name.</param>
/// <param name="LatentSide">Side of its latents.</param>
/// <param name="Rounds">Measurements of each way; medians are given.</param>
/// <param name="Comparisons">What was compared.</param>
internal sealed record Report(MachineDescription Machine, MachinePeaks Peaks, string Model, int LatentSide, int Rounds, ImmutableArray<ComparisonResult> Comparisons)
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public string ToJson() => JsonSerializer.Serialize(this, s_json);

    public string ToMarkdown()
    {
        var text = new StringBuilder();
        Line($"# {Model}, latents {LatentSide}×{LatentSide}, medians of {Rounds}");
        Line();
        Line($"InvAdapter {Machine.InvAdapter}, ONNX Runtime {Machine.OnnxRuntime}, {Machine.DotNet}, {Machine.OperatingSystem}.");
        Line($"{Machine.Processor}: {Machine.LogicalProcessors} logical processors, {Machine.Vectors}, {Machine.MemoryGibibytes:F1} GiB.");
        Line($"Peaks in float32: matrix products {Peaks.MatMul:F0} GFLOP/s, 3×3 convolutions {Peaks.Convolution:F0} GFLOP/s.");
        if (Machine.LoadBefore is { } load)
            Line($"Load before measuring: {load:F1}.");
        foreach (ComparisonResult comparison in Comparisons)
        {
            Line();
            text.Append(comparison.ToMarkdown());
        }

        return text.ToString();

        void Line(FormattableString? line = null) => text.Append(line?.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }
}
