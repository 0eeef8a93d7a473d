using System.Runtime.InteropServices;
using InvAdapter.Graphs;
using InvAdapter.Runtime;
using InvAdapter.Weights;
using Xunit;

namespace InvAdapter.Tests.Graphs;

/// <summary>Convolutions and linear layers whose weights are lent, against the same with weights that the runtime reads itself.</summary>
public sealed class LentLayersTests : IDisposable
{
    private readonly StoredLayer _layer = new();

    public void Dispose() => _layer.Dispose();

    [Fact]
    public void An_x64_CPU_has_blocks_as_wide_as_its_vectors()
    {
        Assert.SkipUnless(RuntimeInformation.ProcessArchitecture == Architecture.X64, "The width is known of x64 only.");
        Assert.Contains(ChannelBlocks.Size, new[] { 8, 16 });
    }

    [Theory]
    [InlineData(8, 6, 3)]
    [InlineData(4, 8, 1)]
    [InlineData(3, 5, 3)]
    public void Weights_are_ordered_by_blocks_of_output_channels_then_of_input_channels(int inChannels, int outChannels, int kernel)
    {
        const int Size = 4;
        var shape = new ConvolutionShape("layer", inChannels, outChannels, kernel, 1, (0, 0, 0, 0));
        (int area, int inner) = (kernel * kernel, inChannels < Size ? 1 : Size);
        float[] packed = new float[8 * inChannels * area];
        ChannelBlocks.Pack(Read, shape, Size, packed);

        float[] expected = new float[packed.Length];
        for (int o = 0; o < outChannels; o++)
        {
            for (int i = 0; i < inChannels; i++)
            {
                for (int k = 0; k < area; k++)
                {
                    int block = (((o / Size * (inChannels / inner)) + (i / inner)) * area) + k;
                    expected[(((block * inner) + (i % inner)) * Size) + (o % Size)] = Values(o)[(i * area) + k];
                }
            }
        }

        Assert.Equal(expected, packed);

        void Read(int first, int count, Span<float> rows)
        {
            for (int i = 0; i < count; i++)
                Values(first + i).CopyTo(rows[(i * inChannels * area)..]);
        }

        float[] Values(int channel) => [.. Enumerable.Range(1, inChannels * area).Select(i => (1000f * (channel + 1)) + i)];
    }

    [Theory]
    [InlineData(32, 48, 3, 1, 1, 1, ElementType.Float32)]
    [InlineData(32, 48, 3, 1, 1, 1, ElementType.Float16)]
    [InlineData(32, 48, 3, 1, 1, 1, ElementType.BFloat16)]
    [InlineData(32, 48, 3, 1, 1, 1, ElementType.Int8)]
    [InlineData(32, 5, 3, 1, 1, 1, ElementType.Float32)]
    [InlineData(4, 32, 3, 1, 1, 1, ElementType.Float16)]
    [InlineData(64, 32, 1, 1, 0, 0, ElementType.Float16)]
    [InlineData(16, 16, 3, 2, 0, 1, ElementType.Float32)]
    [InlineData(18, 32, 3, 1, 1, 1, ElementType.Float16)]
    public void A_convolution_with_lent_weights_is_the_same(int inChannels, int outChannels, int kernel, int stride, int before, int after, ElementType stored)
    {
        _layer.Write(stored, [outChannels, inChannels, kernel, kernel]);
        var shape = new ConvolutionShape("layer", inChannels, outChannels, kernel, stride, (before, before, after, after));
        float[] x = StoredLayer.Random(2 * inChannels * 9 * 10, 3);
        _layer.AssertSame(x, [2, inChannels, 9, 10], 4, layers => value => layers.Convolution(value, shape), isLent: ChannelBlocks.Fit(shape, ChannelBlocks.Size));
    }

    [Theory]
    [InlineData(ElementType.Float32)]
    [InlineData(ElementType.Float16)]
    [InlineData(ElementType.BFloat16)]
    [InlineData(ElementType.Float64)]
    [InlineData(ElementType.Int8)]
    public void A_linear_layer_with_lent_weights_is_the_same(ElementType stored)
    {
        _layer.Write(stored, [24, 40]);
        _layer.AssertSame(StoredLayer.Random(7 * 40, 4), [7, 40], 2, layers => value => layers.Linear(value, new LinearShape("layer", 40, 24, Bias: true)));
    }

    [Theory]
    [InlineData(ElementType.Float32)]
    [InlineData(ElementType.Float16)]
    [InlineData(ElementType.Int8)]
    public void A_linear_layer_in_parts_gives_the_parts_of_its_result(ElementType stored)
    {
        const int Rows = 7, Width = 12, Parts = 2;
        var shape = new LinearShape("layer", 40, Parts * Width, Bias: true);
        float[] x = StoredLayer.Random(Rows * 40, 4);
        _layer.Write(stored, [Parts * Width, 40]);

        (float[] whole, _) = _layer.Run(GraphPrecision.Float32, x, [Rows, 40], 2, layers => value => layers.Linear(value, shape));
        Assert.Throws<InvalidOperationException>(() => _layer.Run(GraphPrecision.Float32, x, [Rows, 40], 2, layers => value => Part(layers, value, 0)));
        for (int part = 0; part < Parts; part++)
        {
            (float[] actual, _) = _layer.Run(StoredLayer.Lent, x, [Rows, 40], 2, layers => value => Part(layers, value, part));
            for (int i = 0; i < actual.Length; i++)
                Assert.Equal(whole[(i / Width * Parts * Width) + (part * Width) + (i % Width)], actual[i], 2e-5f);
            Assert.Equal(Rows * Width, actual.Length);
        }

        string Part(IWeightedLayers layers, string value, int part) =>
            (layers.LinearParts(value, shape, Parts) ?? throw new InvalidOperationException("The runtime's own weights come whole."))[part];
    }

    [Fact]
    public void Blocks_are_used_where_whole_ones_fit()
    {
        Assert.SkipUnless(ChannelBlocks.Size > 0, "The runtime uses no blocks on this CPU.");
        Assert.True(UsesBlocks(ChannelBlocks.Size, 2 * ChannelBlocks.Size, StoredLayer.Lent));
        Assert.True(UsesBlocks(3, 5, StoredLayer.Lent));
        Assert.False(UsesBlocks(ChannelBlocks.Size + 2, ChannelBlocks.Size, StoredLayer.Lent));
        Assert.False(UsesBlocks(ChannelBlocks.Size, ChannelBlocks.Size, GraphPrecision.Float32));
    }

    private bool UsesBlocks(int inChannels, int outChannels, GraphTarget target)
    {
        _layer.Write(ElementType.Float32, [outChannels, inChannels, 3, 3]);
        using WeightFolder weights = _layer.Open();
        var graph = new GraphBuilder("test");
        var binder = new WeightBinder(graph, weights, target);
        new FloatLayers(graph, binder, ElementType.Float32).Convolution("x", new ConvolutionShape("layer", inChannels, outChannels, 3, 1, (1, 1, 1, 1)));
        NetworkGraph finished = binder.Finish();
        bool blocks = finished.Model.Graph.Node.Any(node => node.Domain == ChannelBlocks.Domain);
        Assert.Equal(blocks, finished.HostTensors.Count == 1);
        return blocks;
    }
}
