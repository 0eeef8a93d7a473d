using System.Text.Json.Serialization;
using InvAdapter.Features;
using InvAdapter.Models;

namespace InvAdapter.Cli;

/// <summary>What an identity file holds. Its checksum was right.</summary>
internal sealed record IdentityReport(
    string Path,
    long SizeInBytes,
    string Model,
    string Inversion,
    int Steps,
    FeatureSource Source,
    [property: JsonPropertyName("unetCalls")] int UNetCalls,
    int LatentWidth,
    int LatentHeight,
    IReadOnlyList<int> Timesteps,
    IReadOnlyList<string> Sites,
    string ElementType,
    long FeatureBytes,
    ResidualSummary? Residuals) : CommandResult
{
    /// <summary>What was inspected.</summary>
    [JsonPropertyOrder(-1)]
    public string Kind { get; } = "identity";

    public static IdentityReport Of(string path, Identity identity)
    {
        LatentShape latents = identity.Inversion.Trajectory.Clean.Shape;
        return new IdentityReport(
            path,
            new FileInfo(path).Length,
            identity.Origin.Model,
            identity.Origin.Inverter,
            identity.Origin.Steps,
            identity.Origin.Source,
            identity.Origin.UNetCalls,
            latents.Width,
            latents.Height,
            identity.Features.Timesteps,
            identity.Features.Sites,
            identity.Features.At(identity.Features.Timesteps[0])[identity.Features.Sites[0]].ElementType.ToString(),
            identity.Features.SizeInBytes,
            ResidualSummary.Of(identity.Inversion.Residuals));
    }

    public override void WriteText(TextWriter output) => FactLines.Write(
        output,
        ("identity", $"{Path} ({FactLines.Bytes(SizeInBytes)}), checksum right"),
        ("model", Model),
        ("inversion", $"{Inversion}, {Steps} steps, {UNetCalls} UNet calls"),
        ("residuals", Residuals?.ToString() ?? "none, for there was no inversion"),
        ("latents", $"{LatentWidth}x{LatentHeight}"),
        ("features", $"{Sites.Count} sites at {Timesteps.Count} timesteps, {ElementType}, {FactLines.Bytes(FeatureBytes)}, {Source}"));
}
