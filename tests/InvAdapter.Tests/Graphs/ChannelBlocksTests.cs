using System.Runtime.InteropServices;
using InvAdapter.Graphs;
using InvAdapter.Runtime;
using InvAdapter.Weights;
using Xunit;

namespace InvAdapter.Tests.Graphs;

/// <summary>Convolutions and linear layers whose weights are lent, against the same with weights that the runtime reads itself.</summary>
public sealed class ChannelBlocksTests : IDisposable
{
    private static readonly GraphTarget s_lent = new(GraphPrecision.Float32, LendsWeights: true);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

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
        Write(stored, [outChannels, inChannels, kernel, kernel]);
        var shape = new ConvolutionShape("layer", inChannels, outChannels, kernel, stride, (before, before, after, after));
        float[] x = Random(2 * inChannels * 9 * 10, 3);
        AssertSame(x, [2, inChannels, 9, 10], 4, layers => value => layers.Convolution(value, shape));
    }

    [Theory]
    [InlineData(ElementType.Float32)]
    [InlineData(ElementType.Float16)]
    [InlineData(ElementType.BFloat16)]
    [InlineData(ElementType.Float64)]
    [InlineData(ElementType.Int8)]
    public void A_linear_layer_with_lent_weights_is_the_same(ElementType stored)
    {
        Write(stored, [24, 40]);
        AssertSame(Random(7 * 40, 4), [7, 40], 2, layers => value => layers.Linear(value, new LinearShape("layer", 40, 24, Bias: true)));
    }

    [Fact]
    public void Blocks_are_used_where_whole_ones_fit()
    {
        Assert.SkipUnless(ChannelBlocks.Size > 0, "The runtime uses no blocks on this CPU.");
        Assert.True(UsesBlocks(ChannelBlocks.Size, 2 * ChannelBlocks.Size, s_lent));
        Assert.True(UsesBlocks(3, 5, s_lent));
        Assert.False(UsesBlocks(ChannelBlocks.Size + 2, ChannelBlocks.Size, s_lent));
        Assert.False(UsesBlocks(ChannelBlocks.Size, ChannelBlocks.Size, GraphPrecision.Float32));
    }

    private bool UsesBlocks(int inChannels, int outChannels, GraphTarget target)
    {
        Write(ElementType.Float32, [outChannels, inChannels, 3, 3]);
        using WeightFolder weights = WeightFolder.Open(_folder.Path, "layer");
        var graph = new GraphBuilder("test");
        var binder = new WeightBinder(graph, weights, target);
        new FloatLayers(graph, binder, ElementType.Float32).Convolution("x", new ConvolutionShape("layer", inChannels, outChannels, 3, 1, (1, 1, 1, 1)));
        NetworkGraph finished = binder.Finish();
        bool blocks = finished.Model.Graph.Node.Any(node => node.Domain == ChannelBlocks.Domain);
        Assert.Equal(blocks, finished.HostTensors.Count == 1);
        return blocks;
    }

    private void AssertSame(float[] x, long[] shape, int rank, Func<IWeightedLayers, Func<string, string>> layer)
    {
        (float[] expected, int none) = Run(GraphPrecision.Float32, x, shape, rank, layer);
        (float[] actual, _) = Run(s_lent, x, shape, rank, layer);
        Assert.Equal(0, none);
        Assert.Equal(expected.Length, actual.Length);
        Assert.Contains(expected, value => Math.Abs(value) > 0.5);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 2e-5f);
        Assert.Equal(0, HostMemory.BytesFrom(_folder.Path));
    }

    private (float[] Values, int Lent) Run(GraphTarget target, float[] x, long[] shape, int rank, Func<IWeightedLayers, Func<string, string>> layer)
    {
        using WeightFolder weights = WeightFolder.Open(_folder.Path, "layer");
        var graph = new GraphBuilder("test");
        var binder = new WeightBinder(graph, weights, target);
        string value = graph.Input("x", ElementType.Float32, [.. shape.Select((length, i) => (object)(i == 1 ? length : $"x{i}"))]);
        graph.Output("y", layer(new FloatLayers(graph, binder, ElementType.Float32))(value), ElementType.Float32, [.. Enumerable.Range(0, rank).Select(i => (object)$"y{i}")]);
        NetworkGraph finished = binder.Finish();
        using OnnxSession session = OnnxSession.Create(finished, ExecutionProvider.Cpu(1));
        using DeviceTensor input = DeviceTensor.FromMemory<float>(x, shape);
        using DeviceTensor result = session.Run([new("x", input)], ["y"], TensorPlacement.Host, TestContext.Current.CancellationToken)[0];
        return (result.ToArray(), finished.HostTensors.Count);
    }

    private void Write(ElementType stored, long[] shape)
    {
        float[] values = Random((int)shape.Aggregate(1L, (product, length) => product * length), 1);
        float[] bias = Random((int)shape[0], 2);
        TensorSource weight = stored switch
        {
            ElementType.Int8 => TensorSource.FromBytes("layer.weight", stored, shape, MemoryMarshal.AsBytes<sbyte>([.. values.Select(value => (sbyte)(100 * value))]).ToArray()),
            ElementType.Float64 => TensorSource.FromBytes("layer.weight", stored, shape, MemoryMarshal.AsBytes<double>([.. values]).ToArray()),
            _ => TensorSource.FromSingle("layer.weight", values, shape, stored),
        };
        SafetensorsWriter.Write(
            _folder.At("layer.safetensors"),
            [
                weight,
                TensorSource.FromSingle("layer.weight_scale", bias.Select(value => 0.001f + Math.Abs(value / 100)).ToArray(), [bias.Length]),
                TensorSource.FromSingle("layer.bias", bias, [bias.Length]),
            ]);
    }

    private static float[] Random(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() - 0.5))];
    }
}
