using InvAdapter.Weights;

namespace InvAdapter.Graphs;

/// <summary>The tensors by which a weights file says that a layer is in int8. docs/quantization.md has the table.</summary>
internal static class QuantizedWeights
{
    /// <summary>Metadata: fingerprint of the floating-point model that was quantised.</summary>
    public const string BaseKey = "quantized_from";

    /// <summary>Metadata: version of these tensors' meaning.</summary>
    public const string VersionKey = "quantization_version";

    /// <summary>The version that is written and read.</summary>
    public const string Version = "1";

    public static string WeightScale(string layer) => $"{layer}.weight_scale";

    public static string InputScale(string layer) => $"{layer}.input_scale";

    public static string InputZeroPoint(string layer) => $"{layer}.input_zero_point";

    public static string OutputScale(string layer) => $"{layer}.output_scale";

    public static string OutputZeroPoint(string layer) => $"{layer}.output_zero_point";

    /// <summary>Whether some of the layers are in int8.</summary>
    /// <exception cref="ModelFormatException">They are, in a version that this one does not read.</exception>
    public static bool AreIn(WeightFolder weights)
    {
        if (!weights.Tensors.Values.Any(tensor => tensor.ElementType == ElementType.Int8))
            return false;
        string version = weights.Metadata.GetValueOrDefault(VersionKey, "missing");
        return version == Version ? true : throw new ModelFormatException(weights.Files[0], $"metadata {VersionKey}", Version, version);
    }

    /// <summary>Fingerprint of the model that was quantised; null where none was.</summary>
    public static string? BaseOf(WeightFolder weights) => AreIn(weights) ? weights.Metadata.GetValueOrDefault(BaseKey) : null;

    /// <summary>Reads one layer's description; null where it is in floating point.</summary>
    /// <exception cref="ModelFormatException">A scale is missing, of another shape or type, or no positive number.</exception>
    public static LayerQuantization? Read(WeightFolder weights, string layer)
    {
        if (!weights.TryGet($"{layer}.weight", out TensorInfo? weight) || weight.ElementType != ElementType.Int8)
            return null;
        long channels = weight.Shape.IsEmpty ? 1 : weight.Shape[0];
        bool hasOutput = weights.TryGet(OutputScale(layer), out _) || weights.TryGet(OutputZeroPoint(layer), out _);
        AffineScale? output = hasOutput ? Affine(OutputScale(layer), OutputZeroPoint(layer)) : null;
        return new LayerQuantization(Scales(weights, layer, channels), Affine(InputScale(layer), InputZeroPoint(layer)), output);

        AffineScale Affine(string scale, string zeroPoint) => new(
            Positive(weights, scale, [])[0],
            weights.Bytes(Find(weights, zeroPoint, ElementType.UInt8, []))[0]);
    }

    /// <summary>Reads the scales of a layer's int8 weight, one for each output channel.</summary>
    /// <exception cref="ModelFormatException">They are missing, of another shape or type, or no positive numbers.</exception>
    public static float[] Scales(WeightFolder weights, string layer, long channels) => Positive(weights, WeightScale(layer), [channels]);

    private static float[] Positive(WeightFolder weights, string name, long[] shape)
    {
        TensorInfo tensor = Find(weights, name, ElementType.Float32, shape);
        float[] values = weights.ReadSingle(name);
        int bad = Array.FindIndex(values, value => !(value > 0) || !float.IsFinite(value));
        return bad < 0 ? values : throw new ModelFormatException(tensor.File, name, "finite and above 0", $"{values[bad]} at {bad}");
    }

    private static TensorInfo Find(WeightFolder weights, string name, ElementType type, long[] shape)
    {
        string expected = $"{type.SafetensorsName()} [{string.Join(',', shape)}]";
        if (!weights.TryGet(name, out TensorInfo? tensor))
            throw new ModelFormatException(weights.Folder, name, $"a tensor {expected}, as the layer is in int8", "missing");
        return tensor.ElementType == type && tensor.Shape.AsSpan().SequenceEqual(shape)
            ? tensor
            : throw new ModelFormatException(tensor.File, name, expected, $"{tensor.ElementType.SafetensorsName()} [{string.Join(',', tensor.Shape)}]");
    }
}
