using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace InvAdapter.Quantization;

/// <summary>What a quantisation did, and how far the result is from the model that it was made from.</summary>
public sealed record QuantizationReport
{
    /// <summary>Name of the file in <c>unet/</c> that holds the report as JSON.</summary>
    public const string FileName = "quantization.json";

    /// <summary>Fingerprint of the model that was quantised.</summary>
    public required string BaseModel { get; init; }

    /// <summary>Fingerprint of the result.</summary>
    public required string Model { get; init; }

    /// <summary>UNet calls whose activations were seen.</summary>
    public required int CalibrationCalls { get; init; }

    /// <summary>Root mean square of the whole UNet's error over that of its float32 prediction, over all calibration calls.</summary>
    [JsonPropertyName("unetError")]
    public required double UNetError { get; init; }

    /// <summary>The same for the call that is furthest off.</summary>
    public required double WorstCallError { get; init; }

    /// <summary>Timestep of that call.</summary>
    public required int WorstCallTimestep { get; init; }

    /// <summary>Bytes of the UNet's weight files before.</summary>
    public required long BytesBefore { get; init; }

    /// <summary>Bytes of the UNet's weight file now.</summary>
    public required long BytesAfter { get; init; }

    /// <summary>Every layer, in the order of the network.</summary>
    public required ImmutableArray<LayerReport> Layers { get; init; }

    /// <summary>How many layers are in int8.</summary>
    public int Int8Layers => Layers.Count(layer => layer.Precision == LayerPrecision.Int8);
}
