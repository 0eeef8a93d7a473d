using InvAdapter.Weights;

namespace InvAdapter.Graphs;

/// <summary>Float32 layers whose inputs, and outputs where int8 would round them, are outputs of the graph.</summary>
internal sealed class ObservedLayers(GraphBuilder graph, WeightBinder weights) : IWeightedLayers
{
    private readonly FloatLayers _layers = new(graph, weights, ElementType.Float32);
    private readonly Dictionary<string, string> _seen = [];
    private readonly List<ObservedLayer> _all = [];

    /// <summary>Every layer, in the order of the network.</summary>
    public IReadOnlyList<ObservedLayer> All => _all;

    public string Convolution(string x, ConvolutionShape shape)
    {
        string input = See(x, $"{shape.Name}.input", ImageOf(shape.Name, "input", shape.InChannels));
        string y = _layers.Convolution(x, shape);
        _all.Add(new ObservedLayer(shape.Name, shape.OutChannels, HasBias: true, input, See(y, $"{shape.Name}.output", ImageOf(shape.Name, "output", shape.OutChannels))));
        return y;
    }

    public string Linear(string x, LinearShape shape)
    {
        string input = See(x, $"{shape.Name}.input", [$"{shape.Name}.rows", shape.InWidth]);
        _all.Add(new ObservedLayer(shape.Name, shape.OutWidth, shape.Bias, input, Output: null));
        return _layers.Linear(x, shape);
    }

    private string See(string value, string name, object[] dimensions)
    {
        if (_seen.TryGetValue(value, out string? output))
            return output;
        graph.Output(name, value, ElementType.Float32, dimensions);
        return _seen[value] = name;
    }

    private static object[] ImageOf(string layer, string side, int channels) => [$"{layer}.{side}.batch", channels, $"{layer}.{side}.height", $"{layer}.{side}.width"];
}
