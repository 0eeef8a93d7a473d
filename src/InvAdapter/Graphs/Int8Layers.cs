using System.Runtime.InteropServices;
using InvAdapter.Weights;
using static InvAdapter.Graphs.GraphBuilder;

namespace InvAdapter.Graphs;

/// <summary>Convolutions and linear layers in int8, for as many as there is a description of; the others are left to floating point.</summary>
/// <remarks>
/// Activations are uint8 with one scale for the whole tensor, weights int8 with a scale for each output channel. Scales are fixed, never
/// taken from the tensor at hand, so that an image does not depend on which others share its batch.
/// </remarks>
/// <param name="graph">The graph.</param>
/// <param name="weights">The tensors: int8, or floating point that is rounded while the session is loaded.</param>
/// <param name="others">Computes the layers that have no description.</param>
/// <param name="find">A layer's description by name; null where it has none.</param>
internal sealed class Int8Layers(GraphBuilder graph, WeightBinder weights, IWeightedLayers others, Func<string, LayerQuantization?> find) : IWeightedLayers
{
    private readonly Dictionary<(string Value, AffineScale Scale), string> _quantized = [];
    private readonly HashSet<string> _zeros = [];

    /// <summary>QLinearConv: sums in int32, adds the bias there, and rounds once more, to the output's scale.</summary>
    public string Convolution(string x, ConvolutionShape shape)
    {
        if (Describe(shape.Name, shape.Weight) is not { } layer)
            return others.Convolution(x, shape);
        AffineScale output = layer.Output ?? throw weights.Bad(QuantizedWeights.OutputScale(shape.Name), "a tensor F32 [], as the convolution is in int8", "missing");
        (string scale, string zero) = (Scale(output), Zero(output));
        string y = graph.Node(
            "QLinearConv",
            [
                Quantize(x, layer.Input), Scale(layer.Input), Zero(layer.Input),
                Weight(shape.Name, layer, shape.Weight), WeightScales(layer), WeightZeros(shape.Name, shape.OutChannels),
                scale, zero, Bias(shape, layer),
            ],
            FloatLayers.Geometry(shape));
        return graph.Node("DequantizeLinear", [y, scale, zero]);
    }

    /// <summary>MatMulIntegerToFloat: sums in int32 and gives floating point at once, with the bias in it. Its weight is [in,out]; the session turns it once.</summary>
    public string Linear(string x, LinearShape shape)
    {
        if (Describe(shape.Name, shape.Weight) is not { } layer)
            return others.Linear(x, shape);
        string weight = graph.Node("Transpose", [Weight(shape.Name, layer, shape.Weight)], Attribute("perm", 1, 0));
        string[] inputs =
        [
            Quantize(x, layer.Input), weight, Scale(layer.Input), WeightScales(layer), Zero(layer.Input), WeightZeros(shape.Name, shape.OutWidth),
            .. shape.Bias ? [weights.Bind($"{shape.Name}.bias", ElementType.Float32, shape.OutWidth)] : Array.Empty<string>(),
        ];
        return graph.ContribNode("MatMulIntegerToFloat", inputs);
    }

    /// <summary>The weight comes first: of one in another shape it could only be said that its scales don't fit.</summary>
    private LayerQuantization? Describe(string layer, long[] weight)
    {
        weights.Check($"{layer}.weight", weight);
        return find(layer);
    }

    /// <summary>Queries, keys and values of self-attention read the same tokens, which are therefore rounded once.</summary>
    private string Quantize(string x, AffineScale scale)
    {
        if (!_quantized.TryGetValue((x, scale), out string? value))
            _quantized[(x, scale)] = value = graph.Node("QuantizeLinear", [x, Scale(scale), Zero(scale)]);
        return value;
    }

    private string Weight(string layer, LayerQuantization quantization, long[] shape) => weights.IsInt8($"{layer}.weight")
        ? weights.BindInt8($"{layer}.weight", shape)
        : graph.Node(
            "QuantizeLinear",
            [weights.Bind($"{layer}.weight", ElementType.Float32, shape), WeightScales(quantization), WeightZeros(layer, quantization.WeightScales.Length)],
            Attribute("axis", 0));

    /// <summary>The bias in steps of the sums: input scale times weight scale.</summary>
    private string Bias(ConvolutionShape shape, LayerQuantization layer)
    {
        string name = $"{shape.Name}.bias";
        float[] bias = weights.Read(name, shape.OutChannels);
        int[] steps = new int[bias.Length];
        for (int i = 0; i < bias.Length; i++)
        {
            double step = Math.Round(bias[i] / ((double)layer.Input.Scale * layer.WeightScales[i]));
            steps[i] = step is >= int.MinValue and <= int.MaxValue ? (int)step : throw weights.Bad(name, "within 2³¹ steps of the layer's scales", $"{bias[i]} in channel {i}");
        }

        string value = $"{name}.steps";
        graph.Initialize(value, ElementType.Int32, [steps.Length], MemoryMarshal.AsBytes<int>(steps));
        return value;
    }

    private string WeightScales(LayerQuantization layer) => graph.Numbers(ElementType.Float32, layer.WeightScales);

    /// <summary>The weights' zero points, a tensor of its own for each layer: where the runtime rewrites weights to uint8, it can't rewrite a shared one twice.</summary>
    private string WeightZeros(string layer, int channels)
    {
        string zeros = $"{layer}.weight_zero_points";
        if (_zeros.Add(zeros))
            graph.Initialize(zeros, ElementType.Int8, [channels], new byte[channels]);
        return zeros;
    }

    private string Scale(AffineScale scale) => graph.Scalar(ElementType.Float32, scale.Scale);

    private string Zero(AffineScale scale) => graph.Scalar(scale.ZeroPoint);
}
