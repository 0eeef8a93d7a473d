using InvAdapter.Configuration;
using InvAdapter.Weights;
using static InvAdapter.Graphs.GraphBuilder;

namespace InvAdapter.Graphs;

/// <summary>The layers that all networks here are made of, named and shaped as PyTorch's. Images are [B,C,h,w], tokens [B·N,C].</summary>
/// <param name="graph">The graph.</param>
/// <param name="weights">The tensors.</param>
/// <param name="precision">What to compute in.</param>
/// <param name="weighted">How convolutions and linear layers are computed; in floating point where null.</param>
internal sealed class Layers(GraphBuilder graph, WeightBinder weights, GraphPrecision precision, IWeightedLayers? weighted = null)
{
    private readonly IWeightedLayers _weighted = weighted ?? new FloatLayers(graph, weights, TypeOf(precision));

    public GraphBuilder Graph => graph;

    public WeightBinder Weights => weights;

    /// <summary>The type that values have between layers.</summary>
    public ElementType Type { get; } = TypeOf(precision);

    /// <summary><c>nn.Conv2d</c> with square kernels.</summary>
    public string Convolution(string x, string name, int inChannels, int outChannels, int kernel, int stride, (int Top, int Left, int Bottom, int Right) pads) =>
        _weighted.Convolution(x, new ConvolutionShape(name, inChannels, outChannels, kernel, stride, pads));

    /// <summary>A convolution that keeps the size.</summary>
    public string Convolution(string x, string name, int inChannels, int outChannels, int kernel, int? level = null)
    {
        int pad = kernel / 2;
        return _weighted.Convolution(x, new ConvolutionShape(name, inChannels, outChannels, kernel, 1, (pad, pad, pad, pad)) { Level = level });
    }

    /// <summary><c>nn.Linear</c> on rows: x·Wᵀ + b.</summary>
    public string Linear(string x, string name, int inWidth, int outWidth, bool bias = true) =>
        _weighted.Linear(x, new LinearShape(name, inWidth, outWidth, bias));

    /// <summary><c>FeedForward</c> with GEGLU (Shazeer 2020, arXiv 2002.05202) on rows: one half of the first layer's outputs, gated by the other's GELU, through the second layer.</summary>
    public string GatedFeedForward(string x, string name, int width, int innerWidth)
    {
        var inner = new LinearShape($"{name}.net.0.proj", width, 2 * innerWidth, Bias: true);
        var outer = new LinearShape($"{name}.net.2", innerWidth, width, Bias: true);
        return _weighted.GatedFeedForward(x, inner, outer, Gelu) ?? Composed();

        string Gelu(string gate) => Activate(gate, ActivationFunction.Gelu);

        string Composed()
        {
            string[] halves = _weighted.LinearParts(x, inner, 2) ?? graph.SplitLast(_weighted.Linear(x, inner), 2);
            return _weighted.Linear(graph.Node("Mul", [halves[0], Gelu(halves[1])]), outer);
        }
    }

    /// <summary><c>nn.GroupNorm</c> on [B,C,h,w].</summary>
    public string GroupNorm(string x, string name, int channels, int groups, double epsilon)
    {
        string shape = graph.Node("Shape", [x]);
        string grouped = graph.Node("Reshape", [Widen(x), graph.Constant(0, groups, -1)]);
        string ones = graph.Numbers(ElementType.Float32, [.. Enumerable.Repeat(1f, groups)]);
        string zeros = graph.Numbers(ElementType.Float32, new float[groups]);
        string normal = graph.Node("InstanceNormalization", [grouped, ones, zeros], Attribute("epsilon", (float)epsilon));
        string image = graph.Node("Reshape", [normal, shape]);
        string scaled = graph.Node("Mul", [image, weights.BindAs($"{name}.weight", ElementType.Float32, [channels], [channels, 1, 1])]);
        return Narrow(graph.Node("Add", [scaled, weights.BindAs($"{name}.bias", ElementType.Float32, [channels], [channels, 1, 1])]));
    }

    /// <summary><c>nn.LayerNorm</c> over the last dimension.</summary>
    public string LayerNorm(string x, string name, int width, double epsilon) => Narrow(graph.Node(
        "LayerNormalization",
        [Widen(x), weights.Bind($"{name}.weight", ElementType.Float32, width), weights.Bind($"{name}.bias", ElementType.Float32, width)],
        Attribute("axis", -1),
        Attribute("epsilon", (float)epsilon)));

    /// <summary>A nonlinearity, element by element.</summary>
    public string Activate(string x, ActivationFunction function) => function switch
    {
        ActivationFunction.Silu => graph.ContribNode("QuickGelu", [x], Attribute("alpha", 1f)),
        ActivationFunction.QuickGelu => graph.ContribNode("QuickGelu", [x], Attribute("alpha", 1.702f)),
        ActivationFunction.Gelu => graph.ContribNode("Gelu", [x]),
        ActivationFunction.Mish => graph.Node("Mish", [x]),
        ActivationFunction.Relu => graph.Node("Relu", [x]),
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "Not an activation function."),
    };

    public string Add(string a, string b) => graph.Node("Add", [a, b]);

    /// <summary>x / divisor; nothing at all for 1.</summary>
    public string Divide(string x, double divisor) => divisor == 1 ? x : graph.Node("Div", [x, graph.Scalar(Type, (float)divisor)]);

    /// <summary>Multi-head attention of [B,N,C] queries over [B,M,C] keys and values.</summary>
    public string Attention(string query, string key, string value, int heads, int headWidth, bool causal = false) => graph.ContribNode(
        "MultiHeadAttention",
        [query, key, value],
        Attribute("num_heads", heads),
        Attribute("scale", (float)(1 / Math.Sqrt(headWidth))),
        Attribute("unidirectional", causal ? 1L : 0L));

    /// <summary>[B,C,h,w] to rows [B·h·w,C].</summary>
    public string ToTokens(string image, int channels) =>
        graph.Node("Reshape", [graph.Node("Transpose", [image], Attribute("perm", 0, 2, 3, 1)), graph.Constant(-1, channels)]);

    /// <summary>Rows [B·h·w,C] to [B,C,h,w], with the size of <paramref name="like"/>.</summary>
    public string ToImage(string tokens, string like, int channels)
    {
        string size = graph.Node("Shape", [like]);
        string rows = graph.Node("Gather", [size, graph.Constant(0, 2, 3)], Attribute("axis", 0));
        string channelsLast = graph.Node("Concat", [rows, graph.Constant(channels)], Attribute("axis", 0));
        return graph.Node("Transpose", [graph.Node("Reshape", [tokens, channelsLast])], Attribute("perm", 0, 3, 1, 2));
    }

    /// <summary>Nearest-neighbour enlargement to the height and width of <paramref name="like"/>.</summary>
    public string ResizeTo(string x, string like) => Resize(x, graph.Node("Shape", [like], Attribute("start", 2), Attribute("end", 4)));

    /// <summary>Nearest-neighbour enlargement to twice the size.</summary>
    public string Enlarge(string x)
    {
        string size = graph.Node("Shape", [x], Attribute("start", 2), Attribute("end", 4));
        return Resize(x, graph.Node("Mul", [size, graph.Constant(2)]));
    }

    /// <summary>A value in float32, for what overflows or loses too much in float16.</summary>
    public string Widen(string x) => Type == ElementType.Float32 ? x : graph.Cast(x, ElementType.Float32);

    /// <summary>A float32 value in the type of this network.</summary>
    public string Narrow(string x) => Type == ElementType.Float32 ? x : graph.Cast(x, Type);

    private static ElementType TypeOf(GraphPrecision precision) => precision == GraphPrecision.Float16 ? ElementType.Float16 : ElementType.Float32;

    private string Resize(string x, string size)
    {
        string leading = graph.Node("Shape", [x], Attribute("start", 0), Attribute("end", 2));
        string sizes = graph.Node("Concat", [leading, size], Attribute("axis", 0));
        return graph.Node(
            "Resize",
            [x, "", "", sizes],
            Attribute("mode", "nearest"),
            Attribute("coordinate_transformation_mode", "asymmetric"),
            Attribute("nearest_mode", "floor"));
    }
}
