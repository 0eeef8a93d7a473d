using InvAdapter.Weights;
using static InvAdapter.Graphs.GraphBuilder;

namespace InvAdapter.Graphs;

/// <summary>Every layer twice, in float32 and in int8 on the same float32 input. The network goes on with the float32 result; how far the other is off is an output.</summary>
internal sealed class ComparedLayers(GraphBuilder graph, IWeightedLayers exact, IWeightedLayers rounded) : IWeightedLayers
{
    /// <summary>Output: the sum of a layer's squared differences.</summary>
    public static string Error(string layer) => $"{layer}.error";

    /// <summary>Output: the sum of a layer's squared float32 results.</summary>
    public static string Power(string layer) => $"{layer}.power";

    public string Convolution(string x, ConvolutionShape shape) => Compare(shape.Name, exact.Convolution(x, shape), rounded.Convolution(x, shape));

    public string Linear(string x, LinearShape shape) => Compare(shape.Name, exact.Linear(x, shape), rounded.Linear(x, shape));

    private string Compare(string layer, string y, string approximation)
    {
        Sum(Error(layer), graph.Node("Sub", [approximation, y]));
        Sum(Power(layer), y);
        return y;
    }

    private void Sum(string output, string value) =>
        graph.Output(output, graph.Node("ReduceSumSquare", [value], Attribute("keepdims", 0)), ElementType.Float32);
}
