using System.Runtime.InteropServices;
using InvAdapter.Graphs;
using InvAdapter.Runtime;
using InvAdapter.Weights;
using Xunit;

namespace InvAdapter.Tests.Graphs;

/// <summary>One layer in a file, run with weights that are lent and with such as the runtime reads itself.</summary>
internal sealed class StoredLayer : IDisposable
{
    public static readonly GraphTarget Lent = new(GraphPrecision.Float32, LendsWeights: true);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public WeightFolder Open() => WeightFolder.Open(_folder.Path, "layer");

    public void AssertSame(float[] x, long[] shape, int rank, Func<IWeightedLayers, Func<string, string>> layer, float tolerance = 2e-5f, bool isLent = true)
    {
        (float[] expected, int none) = Run(GraphPrecision.Float32, x, shape, rank, layer);
        (float[] actual, int lent) = Run(Lent, x, shape, rank, layer);
        Assert.Equal((0, isLent ? 1 : 0), (none, lent));
        Assert.Equal(expected.Length, actual.Length);
        Assert.Contains(expected, value => Math.Abs(value) > 0.5);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], tolerance);
        Assert.Equal(0, HostMemory.BytesFrom(_folder.Path));
    }

    public (float[] Values, int Lent) Run(GraphTarget target, float[] x, long[] shape, int rank, Func<IWeightedLayers, Func<string, string>> layer)
    {
        using WeightFolder weights = Open();
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

    public void Write(ElementType stored, long[] shape)
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

    public static float[] Random(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() - 0.5))];
    }
}
