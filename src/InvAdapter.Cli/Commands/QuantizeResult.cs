using System.Globalization;
using System.Text.Json.Serialization;
using InvAdapter.Quantization;

namespace InvAdapter.Cli;

/// <summary>What <c>quantize</c> made.</summary>
/// <param name="Folder">Path of the new folder.</param>
/// <param name="Model">Fingerprint of the new model.</param>
/// <param name="BaseModel">Fingerprint of the model that was quantised; its identities and adapters serve the new one too.</param>
/// <param name="CalibrationCalls">UNet calls that were watched.</param>
/// <param name="UNetError">Relative error of the whole UNet over those calls.</param>
/// <param name="WorstCallError">Relative error of the worst of them.</param>
/// <param name="WorstCallTimestep">Its timestep.</param>
/// <param name="BytesBefore">Size of the UNet's weights before.</param>
/// <param name="BytesAfter">Size of the UNet's weights now.</param>
/// <param name="Layers">Every layer.</param>
internal sealed record QuantizeResult(
    string Folder,
    string Model,
    string BaseModel,
    int CalibrationCalls,
    [property: JsonPropertyName("unetError")] double UNetError,
    double WorstCallError,
    int WorstCallTimestep,
    long BytesBefore,
    long BytesAfter,
    IReadOnlyList<LayerReport> Layers) : CommandResult
{
    public static QuantizeResult Of(string folder, QuantizationReport report) => new(
        folder,
        report.Model,
        report.BaseModel,
        report.CalibrationCalls,
        report.UNetError,
        report.WorstCallError,
        report.WorstCallTimestep,
        report.BytesBefore,
        report.BytesAfter,
        report.Layers);

    public override void WriteText(TextWriter output)
    {
        output.WriteLine("error in int8  held in            weights  layer");
        foreach (LayerReport layer in Layers)
            output.WriteLine($"{Percent(layer.Error),13}  {Held(layer.Precision),-14} {FactLines.Count(layer.Weights),11}  {layer.Name}");
        output.WriteLine();
        FactLines.Write(
            output,
            ("folder", Folder),
            ("model", $"{Model}, made from {BaseModel}"),
            ("int8", $"{Layers.Count(layer => layer.Precision == LayerPrecision.Int8)} of {Layers.Count} layers"),
            ("UNet", $"{FactLines.Bytes(BytesAfter)}, before {FactLines.Bytes(BytesBefore)}"),
            ("error", $"{Percent(UNetError)} of the prediction over {CalibrationCalls} calls, at most {Percent(WorstCallError)} in one (timestep {WorstCallTimestep})"));
    }

    private static string Percent(double error) => string.Create(CultureInfo.InvariantCulture, $"{100 * error:0.00}%");

    private static string Held(LayerPrecision precision) => precision switch
    {
        LayerPrecision.Int8 => "int8",
        LayerPrecision.FloatByName => "float (named)",
        _ => "float (error)",
    };
}
