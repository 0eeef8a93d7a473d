using InvAdapter.Graphs;
using InvAdapter.Runtime;
using InvAdapter.Weights;
using Xunit;

namespace InvAdapter.Tests.Graphs;

/// <summary>Int8 layers held to whole-number arithmetic written out here, with values at their extremes too, where CPUs without VNNI would clamp sums.</summary>
public sealed class Int8LayersTests : IDisposable
{
    private static readonly AffineScale s_input = new(0.02f, 37);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, true)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void A_linear_layer_is_its_sums_times_both_scales(bool extreme, bool bias)
    {
        const int rows = 5, width = 64, outWidth = 12;
        (byte[] x, sbyte[] w, float[] scales, float[] b) = Numbers(rows * width, outWidth * width, outWidth, extreme);
        double[] expected = new double[rows * outWidth];
        for (int i = 0; i < expected.Length; i++)
        {
            (int row, int column) = (i / outWidth, i % outWidth);
            long sum = 0;
            for (int k = 0; k < width; k++)
                sum += (x[row * width + k] - s_input.ZeroPoint) * w[column * width + k];
            expected[i] = sum * (double)s_input.Scale * scales[column] + (bias ? b[column] : 0);
        }

        float[] actual = Run(w, [outWidth, width], scales, b, x, [rows, width], null, (layers, value) => layers.Linear(value, new LinearShape("layer", width, outWidth, bias)));
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-3);
    }

    [Theory]
    [InlineData(8, 16, 3, 1, 1, false)]
    [InlineData(8, 16, 3, 2, 0, false)]
    [InlineData(12, 8, 1, 1, 0, false)]
    [InlineData(3, 5, 3, 1, 1, false)]
    [InlineData(8, 16, 3, 1, 1, true)]
    [InlineData(12, 8, 1, 1, 0, true)]
    public void A_convolution_is_its_sums_rounded_to_the_output(int channels, int outChannels, int kernel, int stride, int before, bool extreme)
    {
        const int batch = 2, height = 7, width = 6;
        int after = kernel / 2;
        (byte[] x, sbyte[] w, float[] scales, float[] b) = Numbers(batch * channels * height * width, outChannels * channels * kernel * kernel, outChannels, extreme);
        (int outHeight, int outWidth) = ((height + before + after - kernel) / stride + 1, (width + before + after - kernel) / stride + 1);
        double[] expected = new double[batch * outChannels * outHeight * outWidth];
        for (int i = 0; i < expected.Length; i++)
        {
            (int column, int row, int channel, int image) = (i % outWidth, i / outWidth % outHeight, i / outWidth / outHeight % outChannels, i / outWidth / outHeight / outChannels);
            double sum = Math.Round(b[channel] / ((double)s_input.Scale * scales[channel]));
            for (int k = 0; k < channels * kernel * kernel; k++)
            {
                (int c, int u, int v) = (k / kernel / kernel, k / kernel % kernel, k % kernel);
                (int y, int z) = (row * stride - before + u, column * stride - before + v);
                if (y >= 0 && z >= 0 && y < height && z < width)
                    sum += (x[((image * channels + c) * height + y) * width + z] - s_input.ZeroPoint) * w[channel * channels * kernel * kernel + k];
            }

            expected[i] = sum * s_input.Scale * scales[channel];
        }

        AffineScale output = AffineScale.Over(expected.Min(), expected.Max());
        float[] actual = Run(
            w, [outChannels, channels, kernel, kernel], scales, b, x, [batch, channels, height, width], output,
            (layers, value) => layers.Convolution(value, new ConvolutionShape("layer", channels, outChannels, kernel, stride, (before, before, after, after))));
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.InRange(Math.Abs(expected[i] - actual[i]), 0, 0.51 * output.Scale);
    }

    [Fact]
    public void Layers_without_a_description_are_left_to_floating_point()
    {
        var graph = new GraphBuilder("test");
        Write([1, 2], [1, 2], [1], [0]);
        using WeightFolder weights = WeightFolder.Open(_folder.Path, "layer");
        var binder = new WeightBinder(graph, weights, GraphPrecision.Float32);
        var layers = new Int8Layers(graph, binder, new FloatLayers(graph, binder, ElementType.Float32), _ => null);
        graph.Output("y", layers.Linear(graph.Input("x", ElementType.Float32, "rows", 2), new LinearShape("layer", 2, 1, false)), ElementType.Float32, "rows", 1);
        Assert.DoesNotContain(graph.Build().Graph.Node, node => node.OpType is "QuantizeLinear" or "MatMulIntegerToFloat");
    }

    private static (byte[] X, sbyte[] W, float[] Scales, float[] Bias) Numbers(int inputs, int weights, int channels, bool extreme)
    {
        var random = new Random(1);
        byte[] x = new byte[inputs];
        sbyte[] w = new sbyte[weights];
        for (int i = 0; i < inputs; i++)
            x[i] = extreme ? byte.MaxValue : (byte)random.Next(256);
        for (int i = 0; i < weights; i++)
            w[i] = extreme ? (sbyte)(i / (weights / channels) % 2 == 0 ? 127 : -127) : (sbyte)random.Next(-127, 128);
        return (x, w, [.. Enumerable.Range(1, channels).Select(i => 0.001f * i)], [.. Enumerable.Range(0, channels).Select(i => i - 2.5f)]);
    }

    private void Write(sbyte[] weight, long[] shape, float[] scales, float[] bias) => SafetensorsWriter.Write(
        _folder.At("layer.safetensors"),
        [
            TensorSource.FromBytes("layer.weight", ElementType.Int8, shape, System.Runtime.InteropServices.MemoryMarshal.AsBytes<sbyte>(weight).ToArray()),
            TensorSource.FromSingle("layer.weight_scale", scales, [scales.Length]),
            TensorSource.FromSingle("layer.bias", bias, [bias.Length]),
        ]);

    private float[] Run(sbyte[] weight, long[] shape, float[] scales, float[] bias, byte[] x, long[] inputShape, AffineScale? output, Func<IWeightedLayers, string, string> apply)
    {
        Write(weight, shape, scales, bias);
        using WeightFolder weights = WeightFolder.Open(_folder.Path, "layer");
        var graph = new GraphBuilder("test");
        var binder = new WeightBinder(graph, weights, GraphPrecision.Float32);
        var layers = new Int8Layers(graph, binder, new FloatLayers(graph, binder, ElementType.Float32), _ => new LayerQuantization(scales, s_input, output));
        string value = graph.Input("x", ElementType.Float32, [.. inputShape.Select((length, i) => (object)(i == 1 ? length : $"x{i}"))]);
        graph.Output("y", apply(layers, value), ElementType.Float32, [.. inputShape.Select((_, i) => (object)$"y{i}")]);
        using OnnxSession session = OnnxSession.Create(binder.Finish(), ExecutionProvider.Cpu(1));
        float[] values = [.. x.Select(step => (step - s_input.ZeroPoint) * s_input.Scale)];
        using DeviceTensor input = DeviceTensor.FromMemory<float>(values, inputShape);
        using DeviceTensor result = session.Run([new("x", input)], ["y"], TensorPlacement.Host, TestContext.Current.CancellationToken)[0];
        return result.ToArray();
    }
}
