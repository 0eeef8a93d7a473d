using System.Runtime.InteropServices;
using InvAdapter.Graphs;
using InvAdapter.Runtime;
using InvAdapter.Weights;
using Xunit;

namespace InvAdapter.Tests.Graphs;

/// <summary>A gated feed-forward layer whose weights are lent, against its definition.</summary>
public sealed class GatedFeedForwardTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, 32, 64, ElementType.Float32)]
    [InlineData(7, 32, 64, ElementType.Float32)]
    [InlineData(77, 64, 256, ElementType.Float16)]
    [InlineData(50, 16, 16, ElementType.BFloat16)]
    [InlineData(300, 32, 64, ElementType.Int8)]
    [InlineData(50, 20, 80, ElementType.Float32)]
    [InlineData(50, 20, 80, ElementType.Int8)]
    [InlineData(50, 16, 20, ElementType.Float32)]
    public void It_is_what_its_definition_says(int rows, int width, int inner, ElementType stored)
    {
        float[] b1 = StoredLayer.Random(2 * inner, 2);
        float[] b2 = StoredLayer.Random(width, 4);
        float[] x = StoredLayer.Random(rows * width, 5);
        (TensorSource[] first, float[] w1) = Weight("ff.net.0.proj", StoredLayer.Random(2 * inner * width, 1), [2 * inner, width], stored);
        (TensorSource[] second, float[] w2) = Weight("ff.net.2", StoredLayer.Random(width * inner, 3), [width, inner], stored);
        using WeightFolder weights = Store(first, b1, second, b2);
        double[] expected = Define(x, width, inner, w1, b1, w2, b2);
        Assert.Contains(expected, value => Math.Abs(value) > 0.1);
        foreach (GraphTarget target in new[] { StoredLayer.Lent, GraphPrecision.Float32 })
        {
            float[] actual = Run(weights, target, x, rows, width, inner);
            Assert.Equal(expected.Length, actual.Length);
            for (int i = 0; i < actual.Length; i++)
                Assert.Equal(expected[i], actual[i], 1e-5);
        }
    }

    [Fact]
    public void Whole_blocks_of_channels_are_used_without_a_second_copy_of_a_weight()
    {
        int size = ChannelBlocks.Size;
        Assert.SkipUnless(size > 0, "The runtime uses no blocks on this CPU.");
        Assert.Equal((3, 3), Nodes(2 * size, 4 * size));
        Assert.Equal((0, 3), Nodes(2 * size, 4 * size + 2));
        Assert.Equal((0, 3), Nodes(2 * size + 2, 4 * size));
    }

    /// <summary>How many convolutions on blocks there are, and how many lent weights.</summary>
    private (int Convolutions, int Lent) Nodes(int width, int inner)
    {
        (TensorSource[] first, _) = Weight("ff.net.0.proj", new float[2 * inner * width], [2 * inner, width], ElementType.Float32);
        (TensorSource[] second, _) = Weight("ff.net.2", new float[width * inner], [width, inner], ElementType.Float32);
        using WeightFolder weights = Store(first, new float[2 * inner], second, new float[width]);
        NetworkGraph graph = Build(weights, StoredLayer.Lent, width, inner);
        Assert.Equal(3L * inner * width, graph.HostTensors.Sum(tensor => (long)tensor.Length));
        return (graph.Model.Graph.Node.Count(node => node.Domain == ChannelBlocks.Domain && node.OpType == "Conv"), graph.HostTensors.Count);
    }

    private WeightFolder Store(TensorSource[] first, float[] firstBias, TensorSource[] second, float[] secondBias)
    {
        SafetensorsWriter.Write(
            _folder.At("layer.safetensors"),
            [
                .. first,
                TensorSource.FromSingle("ff.net.0.proj.bias", firstBias, [firstBias.Length]),
                .. second,
                TensorSource.FromSingle("ff.net.2.bias", secondBias, [secondBias.Length]),
            ]);
        return WeightFolder.Open(_folder.Path, "layer");
    }

    private static float[] Run(WeightFolder weights, GraphTarget target, float[] x, int rows, int width, int inner)
    {
        using OnnxSession session = OnnxSession.Create(Build(weights, target, width, inner), ExecutionProvider.Cpu(2));
        using DeviceTensor input = DeviceTensor.FromMemory<float>(x, [rows, width]);
        using DeviceTensor result = session.Run([new("x", input)], ["y"], TensorPlacement.Host, TestContext.Current.CancellationToken)[0];
        return result.ToArray();
    }

    private static NetworkGraph Build(WeightFolder weights, GraphTarget target, int width, int inner)
    {
        var graph = new GraphBuilder("test");
        var binder = new WeightBinder(graph, weights, target);
        string x = graph.Input("x", ElementType.Float32, "rows", width);
        graph.Output("y", new Layers(graph, binder, target.Precision).GatedFeedForward(x, "ff", width, inner), ElementType.Float32, "rows", width);
        return binder.Finish();
    }

    /// <summary>What a weight is stored as, and what its numbers are when they have been.</summary>
    private static (TensorSource[] Tensors, float[] Values) Weight(string layer, float[] values, long[] shape, ElementType stored)
    {
        if (stored != ElementType.Int8)
            return ([TensorSource.FromSingle($"{layer}.weight", values, shape, stored)], [.. values.Select(value => Rounded(value, stored))]);
        float[] scales = [.. Enumerable.Range(0, (int)shape[0]).Select(channel => (channel + 1) / (100f * shape[0]))];
        sbyte[] steps = [.. values.Select(value => (sbyte)Math.Round(100 * value))];
        return (
            [
                TensorSource.FromBytes($"{layer}.weight", stored, shape, MemoryMarshal.AsBytes<sbyte>(steps).ToArray()),
                TensorSource.FromSingle($"{layer}.weight_scale", scales, [scales.Length]),
            ],
            [.. steps.Select((step, i) => step * scales[i / shape[1]])]);
    }

    private static float Rounded(float value, ElementType stored) => stored switch
    {
        ElementType.Float16 => (float)(Half)value,
        ElementType.BFloat16 => BitConverter.UInt32BitsToSingle((uint)ElementConversion.ToBFloat16(value) << 16),
        _ => value,
    };

    /// <summary>W₂·(a ⊙ gelu(b)) + b₂ with [a;b] = W₁x + b₁, and gelu(b) = b·Φ(b).</summary>
    private static double[] Define(float[] x, int width, int inner, float[] w1, float[] b1, float[] w2, float[] b2)
    {
        double[] results = new double[x.Length];
        for (int row = 0; row < x.Length / width; row++)
        {
            double[] first = [.. Enumerable.Range(0, 2 * inner).Select(o => b1[o] + Enumerable.Range(0, width).Sum(i => (double)w1[(o * width) + i] * x[(row * width) + i]))];
            double[] gated = [.. Enumerable.Range(0, inner).Select(o => first[o] * Gelu(first[inner + o]))];
            for (int o = 0; o < width; o++)
                results[(row * width) + o] = b2[o] + Enumerable.Range(0, inner).Sum(i => w2[(o * inner) + i] * gated[i]);
        }

        return results;
    }

    /// <summary>b·Φ(b), with Φ(b) = ½ + the integral of the normal density from 0 to b (Simpson's rule).</summary>
    private static double Gelu(double b)
    {
        const int Steps = 64;
        double sum = 0;
        for (int i = 0; i <= Steps; i++)
        {
            double t = b * i / Steps;
            sum += Math.Exp(-t * t / 2) * (i is 0 or Steps ? 1 : i % 2 == 1 ? 4 : 2);
        }

        return b * (0.5 + (sum * b / Steps / 3 / Math.Sqrt(2 * Math.PI)));
    }
}
