using System.Text.Json.Serialization;
using InvAdapter.Features;
using InvAdapter.Imaging;

namespace InvAdapter.Cli;

/// <summary>What <c>enroll</c> made.</summary>
internal sealed record EnrollResult(
    string Identity,
    long SizeInBytes,
    string Model,
    int Width,
    int Height,
    int Steps,
    string Inversion,
    FeatureSource Source,
    int Sites,
    int Timesteps,
    [property: JsonPropertyName("unetCalls")] int UNetCalls,
    ResidualSummary? Residuals,
    double Seconds) : CommandResult
{
    public static EnrollResult Of(string path, Identity identity, ImageSize size, TimeSpan elapsed) => new(
        path,
        new FileInfo(path).Length,
        identity.Origin.Model,
        size.Width,
        size.Height,
        identity.Origin.Steps,
        identity.Origin.Inverter,
        identity.Origin.Source,
        identity.Features.Sites.Length,
        identity.Features.Timesteps.Length,
        identity.Origin.UNetCalls,
        ResidualSummary.Of(identity.Inversion.Residuals),
        elapsed.TotalSeconds);

    public override void WriteText(TextWriter output) => FactLines.Write(
        output,
        ("identity", $"{Identity} ({FactLines.Bytes(SizeInBytes)})"),
        ("model", Model),
        ("image", $"{Width}x{Height}"),
        ("inversion", $"{Inversion}, {Steps} steps, {UNetCalls} UNet calls"),
        ("residuals", Residuals?.ToString() ?? "none, for there was no inversion"),
        ("features", $"{Sites} sites at {Timesteps} timesteps"),
        ("time", FactLines.Seconds(Seconds)));
}
