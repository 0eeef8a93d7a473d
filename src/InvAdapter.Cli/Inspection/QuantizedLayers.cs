using InvAdapter.Weights;

namespace InvAdapter.Cli;

/// <summary>Counts the int8 layers of a UNet. Only their places are known here; loading checks their scales.</summary>
internal static class QuantizedLayers
{
    private const string BaseKey = "quantized_from";
    private const string WeightSuffix = ".weight";

    /// <summary>Null where nothing is in int8.</summary>
    public static ModelReport.Quantized? Of(WeightFolder weights)
    {
        // Norms have vectors.
        TensorInfo[] layers = [.. weights.Tensors.Values.Where(tensor => tensor.Name.EndsWith(WeightSuffix, StringComparison.Ordinal) && tensor.Shape.Length > 1)];
        TensorInfo[] rounded = [.. layers.Where(tensor => tensor.ElementType == ElementType.Int8)];
        return rounded.Length == 0
            ? null
            : new ModelReport.Quantized(rounded.Length, layers.Length, rounded.Sum(tensor => tensor.ElementCount), weights.Metadata.GetValueOrDefault(BaseKey));
    }
}
