using System.Globalization;
using System.Text.Json.Serialization;

namespace InvAdapter.Cli;

/// <summary>What <c>reconstruct</c> found.</summary>
/// <param name="Image">Path of the picture.</param>
/// <param name="Sheet">Path of the contact sheet, where one was asked for.</param>
/// <param name="Steps">Steps there, and as many back.</param>
/// <param name="Inversion">How it was inverted, for people.</param>
/// <param name="LatentError">Root mean square between the photo's latents and those drawn again.</param>
/// <param name="Psnr">Against the autoencoder's round trip, in decibels; infinite (in JSON null) where they are equal.</param>
/// <param name="InversionCalls">UNet calls of the inversion.</param>
/// <param name="UNetCalls">UNet calls in all.</param>
/// <param name="Residuals">How well the inversion's steps were solved.</param>
/// <param name="ResidualOfStep">The same for each step.</param>
/// <param name="Seconds">Time that it took.</param>
internal sealed record ReconstructResult(
    string Image,
    string? Sheet,
    int Steps,
    string Inversion,
    double LatentError,
    double Psnr,
    int InversionCalls,
    [property: JsonPropertyName("unetCalls")] int UNetCalls,
    ResidualSummary Residuals,
    IReadOnlyList<double> ResidualOfStep,
    double Seconds) : CommandResult
{
    /// <summary>The PSNR for people.</summary>
    [JsonIgnore]
    public string PsnrText => double.IsFinite(Psnr) ? string.Create(CultureInfo.InvariantCulture, $"{Psnr:0.00} dB") : "infinite (equal)";

    public static ReconstructResult Of(string path, string? sheet, ReconstructionOptions options, ReconstructionResult result) => new(
        path,
        sheet,
        options.Steps,
        options.Inverter.ToString()!,
        result.LatentError,
        result.Psnr,
        result.Inversion.Calls,
        result.UNetCalls,
        ResidualSummary.Of(result.Inversion.Residuals)!,
        result.Inversion.Residuals,
        result.Elapsed.TotalSeconds);

    public override void WriteText(TextWriter output) => FactLines.Write(
        output,
        [
            ("image", Image),
            .. Sheet is null ? Array.Empty<(string, string)>() : [("sheet", Sheet)],
            ("inversion", $"{Inversion}, {Steps} steps"),
            ("latent error", $"{FactLines.Small(LatentError)} RMS"),
            ("PSNR", $"{PsnrText} against the autoencoder's round trip"),
            ("UNet calls", $"{UNetCalls}, of these {InversionCalls} to invert"),
            ("residuals", Residuals.ToString()),
            ("time", FactLines.Seconds(Seconds)),
        ]);
}
