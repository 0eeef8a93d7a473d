using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using InvAdapter.Scheduling;
using InvAdapter.Weights;

namespace InvAdapter.Features;

/// <summary>The metadata of an identity file.</summary>
internal sealed record IdentityMetadata
{
    public const string CurrentVersion = "1";
    public const string ChecksumKey = "checksum";

    // An inversion that ran away has residuals that are not finite; its identity can be kept all the same.
    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public required IdentityOrigin Origin { get; init; }

    /// <summary>Timestep of each inversion step, ascending.</summary>
    public required ImmutableArray<int> InversionTimesteps { get; init; }

    public required ImmutableArray<double> Residuals { get; init; }

    public required int InversionCalls { get; init; }

    /// <summary>Everything but the checksum, as text by key.</summary>
    public Dictionary<string, string> ToPairs() => new(StringComparer.Ordinal)
    {
        [FileMetadata.FormatKey] = Identity.FileFormat,
        [FileMetadata.VersionKey] = CurrentVersion,
        ["model"] = Origin.Model,
        ["scheduler"] = JsonSerializer.Serialize(Origin.Scheduler, s_json),
        ["steps"] = Json(Origin.Steps),
        ["source"] = Origin.Source.ToString(),
        ["inverter"] = Origin.Inverter,
        ["unet_calls"] = Json(Origin.UNetCalls),
        ["inversion_timesteps"] = Json(InversionTimesteps),
        ["inversion_residuals"] = Json(Residuals),
        ["inversion_calls"] = Json(InversionCalls),
    };

    /// <summary>Reads metadata back.</summary>
    /// <exception cref="InvalidFileException">It is not an identity's, or of another version.</exception>
    public static IdentityMetadata FromPairs(string path, IReadOnlyDictionary<string, string> pairs)
    {
        FileMetadata.Require(path, pairs, FileMetadata.FormatKey, Identity.FileFormat);
        FileMetadata.Require(path, pairs, FileMetadata.VersionKey, CurrentVersion, "made by this version of InvAdapter; enroll the reference image again");
        return new IdentityMetadata
        {
            Origin = new IdentityOrigin(
                Text("model"),
                Read<SchedulerConfiguration>("scheduler"),
                Read<int>("steps"),
                Enum.TryParse(Text("source"), out FeatureSource source) && Enum.IsDefined(source) ? source : throw Bad("source", "a feature source"),
                Text("inverter"),
                Read<int>("unet_calls")),
            InversionTimesteps = Read<ImmutableArray<int>>("inversion_timesteps"),
            Residuals = Read<ImmutableArray<double>>("inversion_residuals"),
            InversionCalls = Read<int>("inversion_calls"),
        };

        string Text(string key) => pairs.TryGetValue(key, out string? value) ? value : throw new InvalidFileException(path, $"metadata {key}", "there", "missing");

        T Read<T>(string key)
        {
            try
            {
                return JsonSerializer.Deserialize<T>(Text(key), s_json) ?? throw Bad(key, typeof(T).Name);
            }
            catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException or NotSupportedException)
            {
                throw new InvalidFileException(path, $"metadata {key}", $"a {typeof(T).Name} in JSON", Shorten(Text(key)), error);
            }
        }

        InvalidFileException Bad(string key, string expected) => new(path, $"metadata {key}", expected, Shorten(Text(key)));
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, s_json);

    private static string Shorten(string text) => text.Length <= 80 ? text : $"{text[..77]}...";
}
