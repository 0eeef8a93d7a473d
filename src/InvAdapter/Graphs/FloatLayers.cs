using InvAdapter.Weights;
using static InvAdapter.Graphs.GraphBuilder;

namespace InvAdapter.Graphs;

/// <summary>Convolutions and linear layers in floating point.</summary>
internal sealed class FloatLayers(GraphBuilder graph, WeightBinder weights, ElementType type) : IWeightedLayers
{
    public string Convolution(string x, ConvolutionShape shape)
    {
        if (Winograd.TileFor(shape) is { } tile && weights.BindTransformed(shape, tile, type) is { } transformed)
            return Winograd.Convolve(graph, x, transformed, weights.BindAs($"{shape.Name}.bias", type, [shape.OutChannels], [shape.OutChannels, 1, 1]), shape, tile);
        if (weights.BindBlocked(shape, 1, type) is [var (blocks, bias)])
            return ChannelBlocks.Convolve(graph, x, blocks, bias, shape);
        string weight = weights.Bind($"{shape.Name}.weight", type, shape.Weight);
        return graph.Node("Conv", [x, weight, weights.Bind($"{shape.Name}.bias", type, shape.OutChannels)], Geometry(shape));
    }

    /// <summary>x·Wᵀ + b. The weight is stored [out,in], which is what the operator's transB is for.</summary>
    public string Linear(string x, LinearShape shape)
    {
        string weight = weights.BindMatrix($"{shape.Name}.weight", type, shape.OutWidth, shape.InWidth);
        return shape.Bias
            ? graph.Node("Gemm", [x, weight, weights.Bind($"{shape.Name}.bias", type, shape.OutWidth)], Attribute("transB", 1))
            : graph.Node("Gemm", [x, weight], Attribute("transB", 1));
    }

    /// <summary>A product for each part, of rows of the weight: cutting one large result takes longer than the runtime needs for its activation.</summary>
    public string[]? LinearParts(string x, LinearShape shape, int parts) =>
        weights.BindRows(shape, parts, type)?.Select(part => graph.Node("Gemm", [x, part.Weight, part.Bias], Attribute("transB", 1))).ToArray();

    /// <summary>On blocks of channels: convolutions of single pixels take less time than products of matrices, whose weights the runtime orders anew in every call.</summary>
    public string? GatedFeedForward(string x, LinearShape inner, LinearShape outer, Func<string, string> activate)
    {
        (ConvolutionShape first, ConvolutionShape second) = (inner.AsConvolution(), outer.AsConvolution());
        ConvolutionShape half = first with { OutChannels = second.InChannels };
        if (!Array.TrueForAll([inner.InWidth, outer.InWidth, outer.OutWidth], width => ChannelBlocks.AreWhole(width, ChannelBlocks.Size)))
            return null;
        if (weights.BindBlocked(first, 2, type) is not [var (values, valueBias), var (gates, gateBias)] || weights.BindBlocked(second, 1, type) is not [var (weight, bias)])
            return null;
        string image = ChannelBlocks.FromRows(graph, x, inner.InWidth);
        string value = ChannelBlocks.ConvolveBlocks(graph, image, values, valueBias, half);
        string gate = ChannelBlocks.ConvolveBlocks(graph, image, gates, gateBias, half);
        string gated = graph.Node("Mul", [value, activate(gate)]);
        return ChannelBlocks.ToRows(graph, ChannelBlocks.ConvolveBlocks(graph, gated, weight, bias, second), outer.OutWidth);
    }

    /// <summary>Kernel, strides and pads, as every convolution operator takes them.</summary>
    internal static Onnx.AttributeProto[] Geometry(ConvolutionShape shape) =>
    [
        Attribute("kernel_shape", shape.Kernel, shape.Kernel),
        Attribute("strides", shape.Stride, shape.Stride),
        Attribute("pads", shape.Pads.Top, shape.Pads.Left, shape.Pads.Bottom, shape.Pads.Right),
    ];
}
