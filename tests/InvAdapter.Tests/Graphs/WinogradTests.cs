using InvAdapter.Graphs;
using InvAdapter.Runtime;
using InvAdapter.Weights;
using Xunit;

namespace InvAdapter.Tests.Graphs;

/// <summary>Convolutions by Winograd's algorithm, against the sum that defines a convolution.</summary>
public sealed class WinogradTests : IDisposable
{
    private readonly StoredLayer _layer = new();

    public void Dispose() => _layer.Dispose();

    [Theory]
    [InlineData(4, 1, 8, 8)]
    [InlineData(4, 1, 9, 10)]
    [InlineData(4, 1, 3, 1)]
    [InlineData(4, 3, 11, 4)]
    [InlineData(2, 1, 8, 8)]
    [InlineData(2, 1, 9, 10)]
    [InlineData(2, 1, 1, 2)]
    [InlineData(2, 3, 5, 7)]
    public void Images_of_any_size_and_number_are_convolved(int tile, int batch, int height, int width)
    {
        ConvolutionShape shape = Shape(6, 5);
        float[] weight = StoredLayer.Random(5 * 6 * 9, 1);
        float[] bias = StoredLayer.Random(5, 2);
        float[] x = StoredLayer.Random(batch * 6 * height * width, 3);

        float[] transformed = new float[Winograd.WeightShape(shape, tile).Aggregate(1L, (product, extent) => product * extent)];
        Winograd.Transform((first, count, rows) => weight.AsSpan(first * 54, count * 54).CopyTo(rows), shape, tile, transformed);
        var graph = new GraphBuilder("test");
        string input = graph.Input("x", ElementType.Float32, "batch", 6, "height", "width");
        string y = Winograd.Convolve(
            graph,
            input,
            graph.Numbers("weight", transformed, Winograd.WeightShape(shape, tile)),
            graph.Numbers("bias", bias, 5, 1, 1),
            shape,
            tile);
        graph.Output("y", y, ElementType.Float32, "batch", 5, "height", "width");
        using OnnxSession session = OnnxSession.Create(new NetworkGraph(graph.Build(), Path.GetTempPath(), new HashSet<string>(), []), ExecutionProvider.Cpu(1));
        using DeviceTensor images = DeviceTensor.FromMemory<float>(x, batch, 6, height, width);
        using DeviceTensor result = session.Run([new("x", images)], ["y"], TensorPlacement.Host, TestContext.Current.CancellationToken)[0];

        Assert.Equal([batch, 5, height, width], result.Shape);
        float[] actual = result.ToArray();
        for (int i = 0; i < actual.Length; i++)
            Assert.Equal(Expected(i), actual[i], 1e-5);

        double Expected(int index)
        {
            (int column, int row, int channel, int image) = (index % width, index / width % height, index / width / height % 5, index / width / height / 5);
            double sum = bias[channel];
            for (int k = 0; k < 54; k++)
            {
                (int i, int j) = (row + (k % 9 / 3) - 1, column + (k % 3) - 1);
                if (i >= 0 && i < height && j >= 0 && j < width)
                    sum += (double)weight[(channel * 54) + k] * x[(((((image * 6) + (k / 9)) * height) + i) * width) + j];
            }

            return sum;
        }
    }

    [Theory]
    [InlineData(0, ElementType.Float32)]
    [InlineData(0, ElementType.Float16)]
    [InlineData(0, ElementType.BFloat16)]
    [InlineData(0, ElementType.Int8)]
    [InlineData(1, ElementType.Float16)]
    public void A_wide_convolution_with_lent_weights_is_the_same(int level, ElementType stored)
    {
        _layer.Write(stored, [256, 256, 3, 3]);
        _layer.AssertSame(StoredLayer.Random(2 * 256 * 9 * 10, 3), [2, 256, 9, 10], 4, layers => value => layers.Convolution(value, Shape(256, 256) with { Level = level }), 2e-4f);
    }

    [Fact]
    public void Tiles_are_large_where_images_are_and_there_are_none_where_weights_would_be_too_many()
    {
        Assert.Equal(4, Winograd.TileFor(Shape(320, 320) with { Level = 0 }));
        Assert.Equal(2, Winograd.TileFor(Shape(1920, 640) with { Level = 1 }));
        Assert.Null(Winograd.TileFor(Shape(1280, 1280) with { Level = 2 }));
        Assert.Equal(4, Winograd.TileFor(Shape(256, 256) with { Level = 0 }));
        Assert.Null(Winograd.TileFor(Shape(255, 256) with { Level = 0 }));
        Assert.Null(Winograd.TileFor(Shape(256, 255) with { Level = 0 }));
        Assert.Null(Winograd.TileFor(Shape(320, 320)));
        Assert.Null(Winograd.TileFor(Shape(320, 4) with { Level = 0 }));
        Assert.Null(Winograd.TileFor(Shape(320, 320) with { Level = 0, Stride = 2 }));
        Assert.Null(Winograd.TileFor(Shape(320, 320) with { Level = 0, Kernel = 1, Pads = (0, 0, 0, 0) }));
        Assert.Null(Winograd.TileFor(Shape(320, 320) with { Level = 0, Pads = (0, 0, 2, 2) }));
    }

    [Fact]
    public void A_weight_that_would_be_too_large_for_one_piece_of_memory_is_not_transformed()
    {
        _layer.Write(ElementType.Float32, [1, 1, 3, 3]);
        using WeightFolder weights = _layer.Open();
        var lender = new WeightLender(weights);
        Assert.NotNull(lender.Transformed(weights.Tensors["layer.weight"], Shape(7000, 8000), 4));
        Assert.Null(lender.Transformed(weights.Tensors["layer.weight"], Shape(8000, 8000), 4));
        Assert.NotNull(lender.Transformed(weights.Tensors["layer.weight"], Shape(8000, 8000), 2));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Only_lent_weights_are_transformed(bool lent)
    {
        _layer.Write(ElementType.Float16, [256, 256, 3, 3]);
        using WeightFolder weights = _layer.Open();
        var graph = new GraphBuilder("test");
        var binder = new WeightBinder(graph, weights, lent ? StoredLayer.Lent : GraphPrecision.Float32);
        new FloatLayers(graph, binder, ElementType.Float32).Convolution("x", Shape(256, 256) with { Level = 0 });
        NetworkGraph finished = binder.Finish();
        Assert.Equal(lent, finished.Model.Graph.Node.Any(node => node.OpType == "DepthToSpace"));
        Assert.Equal(lent ? [1L, 36, 256, 256] : [], finished.HostTensors.SelectMany(tensor => tensor.Shape));
    }

    private static ConvolutionShape Shape(int inChannels, int outChannels) => new("layer", inChannels, outChannels, 3, 1, (1, 1, 1, 1));
}
