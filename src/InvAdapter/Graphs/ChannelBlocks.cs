using System.Runtime.InteropServices;
using InvAdapter.Onnx;
using InvAdapter.Runtime;
using InvAdapter.Weights;
using static InvAdapter.Graphs.GraphBuilder;

namespace InvAdapter.Graphs;

/// <summary>
/// Convolutions on images whose channels lie in blocks, one vector of the CPU each: what ONNX Runtime rewrites convolutions to when it may optimise all it can
/// (its layout optimisation, NCHWc). Written so from the start, weights can be ordered by us, on all cores, and lent.
/// </summary>
/// <remarks>
/// How wide a block is depends on the CPU, and nothing says it but what the runtime does: so it is asked to rewrite two small convolutions once, and only
/// where each weight is found in the very place that is expected here are blocks used at all.
/// </remarks>
internal static class ChannelBlocks
{
    /// <summary>The domain of the runtime's operators on blocks.</summary>
    public const string Domain = "com.microsoft.nchwc";

    // The runtime's reordering of rows knows no other widths.
    private static readonly int[] s_known = [8, 16];
    private static readonly Lazy<int> s_size = new(Ask);

    /// <summary>Channels in a block on this CPU; 0 where the runtime uses none, or in another way than is known here.</summary>
    public static int Size => s_size.Value;

    /// <summary>Whether a convolution can be computed so: of whole blocks, or of images that are no block wide.</summary>
    public static bool Fit(ConvolutionShape shape, int size) => size > 0 && (shape.InChannels < size || AreWhole(shape.InChannels, size));

    /// <summary>Whether channels come in whole blocks.</summary>
    public static bool AreWhole(int channels, int size) => size > 0 && channels % size == 0;

    /// <summary>Output channels, filled up to whole blocks.</summary>
    public static int Padded(int channels, int size) => (channels + size - 1) / size * size;

    /// <summary>The weight's shape with whole blocks of output channels.</summary>
    public static long[] WeightShape(ConvolutionShape shape, int size) => [Padded(shape.OutChannels, size), shape.InChannels, shape.Kernel, shape.Kernel];

    /// <summary>Adds a convolution to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">Images [B,in,h,w].</param>
    /// <param name="weight">Weights in the order of <see cref="Pack"/>.</param>
    /// <param name="bias">A number for each output channel, whole blocks.</param>
    /// <param name="shape">The convolution.</param>
    /// <returns>Images [B,out,h,w].</returns>
    public static string Convolve(GraphBuilder graph, string x, string weight, string bias, ConvolutionShape shape)
    {
        string image = shape.InChannels < Size ? x : graph.DomainNode(Domain, "ReorderInput", [x]);
        string result = ConvolveBlocks(graph, image, weight, bias, shape);
        return graph.DomainNode(Domain, "ReorderOutput", [result], Attribute("channels", (long)shape.OutChannels));
    }

    /// <summary>Adds a convolution of images that lie in blocks already, to such images.</summary>
    public static string ConvolveBlocks(GraphBuilder graph, string x, string weight, string bias, ConvolutionShape shape) =>
        graph.DomainNode(Domain, "Conv", [x, weight, bias], FloatLayers.Geometry(shape));

    /// <summary>Rows [N,C] of whole blocks as an image [1,C,N,1] in blocks: a pixel a line, for the runtime shares out lines among its threads.</summary>
    public static string FromRows(GraphBuilder graph, string rows, int width) =>
        graph.DomainNode(Domain, "ReorderInput", [graph.Node("Reshape", [rows, graph.Constant(1, -1, 1, width)])], Attribute("channels_last", 1L));

    /// <summary>The way back.</summary>
    public static string ToRows(GraphBuilder graph, string image, int width)
    {
        string channelsLast = graph.DomainNode(Domain, "ReorderOutput", [image], Attribute("channels", (long)width), Attribute("channels_last", 1L));
        return graph.Node("Reshape", [channelsLast, graph.Constant(-1, width)]);
    }

    /// <summary>Orders a weight [out,in,k,k] by blocks of output channels, in each by input channels or blocks of them, kernel rows and columns, and the channels of the blocks.</summary>
    /// <param name="read">Reads the weights of channels.</param>
    /// <param name="shape">The convolution.</param>
    /// <param name="size">Channels in a block.</param>
    /// <param name="destination">Takes as many numbers as <see cref="WeightShape"/> says; those of channels that only fill a block are 0.</param>
    public static void Pack(ChannelReader read, ConvolutionShape shape, int size, Span<float> destination)
    {
        int area = shape.Kernel * shape.Kernel;
        int length = shape.InChannels * area;
        int inner = shape.InChannels < size ? 1 : size;
        float[] rows = new float[size * length];
        int place = 0;
        for (int first = 0; first < shape.OutChannels; first += size)
        {
            int count = Math.Min(size, shape.OutChannels - first);
            read(first, count, rows.AsSpan(0, count * length));
            rows.AsSpan(count * length).Clear();
            for (int channel = 0; channel < shape.InChannels; channel += inner)
            {
                for (int pixel = 0; pixel < area; pixel++)
                {
                    for (int i = 0; i < inner; i++)
                    {
                        int source = ((channel + i) * area) + pixel;
                        Span<float> block = destination.Slice(place, size);
                        place += size;
                        for (int o = 0; o < block.Length; o++, source += length)
                            block[o] = rows[source];
                    }
                }
            }
        }
    }

    private static int Ask()
    {
        // Few channels to many and many to few: both orders of a weight, and an incomplete block.
        ConvolutionShape[] shapes = [Probe("few", 3, 64), Probe("many", 64, 5)];
        var graph = new GraphBuilder("channel_blocks");
        string x = graph.Input("x", ElementType.Float32, "batch", 3, "height", "width");
        foreach (ConvolutionShape shape in shapes)
        {
            graph.Initialize($"{shape.Name}.weight", ElementType.Float32, shape.Weight, MemoryMarshal.AsBytes<float>(Values(shape)));
            graph.Initialize($"{shape.Name}.bias", ElementType.Float32, [shape.OutChannels], new byte[shape.OutChannels * sizeof(float)]);
            x = graph.Node("Conv", [x, $"{shape.Name}.weight", $"{shape.Name}.bias"], FloatLayers.Geometry(shape));
        }

        graph.Output("y", x, ElementType.Float32, "batch", shapes[^1].OutChannels, "height", "width");
        ModelProto? rewritten = OnnxSession.Optimize(graph.Build());
        return rewritten is null ? 0 : Array.Find(s_known, size => Agrees(rewritten.Graph, shapes, size));
    }

    private static bool Agrees(GraphProto rewritten, ConvolutionShape[] shapes, int size)
    {
        NodeProto[] convolutions = [.. rewritten.Node.Where(node => node.Domain == Domain && node.OpType == "Conv")];
        return convolutions.Length == shapes.Length && convolutions.Zip(shapes).All(pair =>
        {
            (NodeProto node, ConvolutionShape shape) = pair;
            float[] values = Values(shape);
            float[] expected = new float[WeightShape(shape, size).Aggregate(1L, (product, extent) => product * extent)];
            int length = values.Length / shape.OutChannels;
            Pack((first, count, destination) => values.AsSpan(first * length, count * length).CopyTo(destination), shape, size, expected);
            return rewritten.Initializer.FirstOrDefault(tensor => tensor.Name == node.Input[1]) is { } weight
                && weight.Dims.SequenceEqual(WeightShape(shape, size))
                && MemoryMarshal.Cast<byte, float>(weight.RawData.Span).SequenceEqual(expected);
        });
    }

    private static ConvolutionShape Probe(string name, int inChannels, int outChannels) => new(name, inChannels, outChannels, 3, 1, (1, 1, 1, 1));

    /// <summary>1, 2, 3 and so on: every weight is told from every other.</summary>
    private static float[] Values(ConvolutionShape shape) => [.. Enumerable.Range(1, shape.OutChannels * shape.InChannels * shape.Kernel * shape.Kernel)];
}
