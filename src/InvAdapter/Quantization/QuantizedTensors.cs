using System.Runtime.InteropServices;
using InvAdapter.Graphs;
using InvAdapter.Weights;

namespace InvAdapter.Quantization;

/// <summary>The tensors of a quantised UNet, made from those of the float one while they are written.</summary>
internal static class QuantizedTensors
{
    /// <summary>Describes every tensor of the new file.</summary>
    /// <param name="weights">The float UNet's tensors.</param>
    /// <param name="layers">The layers that become int8, by name.</param>
    /// <param name="written">Told behind each tensor that has been written; may throw to stop.</param>
    public static IEnumerable<TensorSource> Of(WeightFolder weights, IReadOnlyDictionary<string, LayerQuantization> layers, Action written)
    {
        var rounded = layers.ToDictionary(layer => $"{layer.Key}.weight", layer => layer.Value.WeightScales, StringComparer.Ordinal);
        foreach (TensorInfo tensor in weights.Tensors.Values.OrderBy(tensor => tensor.Name, StringComparer.Ordinal))
        {
            yield return rounded.TryGetValue(tensor.Name, out float[]? scales)
                ? Written(tensor, ElementType.Int8, stream => stream.Write(MemoryMarshal.AsBytes<sbyte>(WeightRounding.Round(weights.ReadSingle(tensor.Name), scales))))
                : Written(tensor, tensor.ElementType, stream => stream.Write(weights.Bytes(tensor)));
        }

        foreach ((string name, LayerQuantization layer) in layers)
        {
            yield return TensorSource.FromSingle(QuantizedWeights.WeightScale(name), layer.WeightScales, [layer.WeightScales.Length]);
            foreach (TensorSource tensor in Affine(QuantizedWeights.InputScale(name), QuantizedWeights.InputZeroPoint(name), layer.Input))
                yield return tensor;
            if (layer.Output is not { } output)
                continue;
            foreach (TensorSource tensor in Affine(QuantizedWeights.OutputScale(name), QuantizedWeights.OutputZeroPoint(name), output))
                yield return tensor;
        }

        TensorSource Written(TensorInfo tensor, ElementType type, Action<Stream> write) => new(tensor.Name, type, tensor.Shape.AsSpan(), stream =>
        {
            write(stream);
            written();
        });
    }

    private static IEnumerable<TensorSource> Affine(string scale, string zeroPoint, AffineScale affine) =>
    [
        TensorSource.FromSingle(scale, new[] { affine.Scale }, []),
        TensorSource.FromBytes(zeroPoint, ElementType.UInt8, [], new[] { affine.ZeroPoint }),
    ];
}
