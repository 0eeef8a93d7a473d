using System.Diagnostics;
using InvAdapter.Graphs;
using InvAdapter.Runtime;
using InvAdapter.Weights;

namespace InvAdapter.Benchmarks.Reports;

/// <summary>How fast the runtime multiplies on this machine: what a network call could reach at best. In 10⁹ operations a second, a multiplication and an addition being two.</summary>
/// <param name="MatMul">Matrix products in float32.</param>
/// <param name="Convolution">3×3 convolutions in float32.</param>
internal sealed record MachinePeaks(double MatMul, double Convolution)
{
    private const string In = "x";
    private const string Out = "y";

    /// <summary>Measures both on shapes of Stable Diffusion 1.5's middle levels.</summary>
    /// <param name="rounds">Runs of each; the fastest counts, since a peak is what was ever reached.</param>
    public static MachinePeaks Measure(int rounds) => new(MeasureMatMul(rounds, 1024, 1280), MeasureConvolution(rounds, 640, 32));

    private static double MeasureMatMul(int rounds, int rows, int width)
    {
        var graph = new GraphBuilder("matmul");
        string x = graph.Input(In, ElementType.Float32, rows, width);
        graph.Output(Out, graph.Node("MatMul", [x, Weights(graph, width, width)]), ElementType.Float32, rows, width);
        return Fastest(graph, rounds, 2.0 * rows * width * width, rows, width);
    }

    private static double MeasureConvolution(int rounds, int channels, int side)
    {
        var graph = new GraphBuilder("convolution");
        string x = graph.Input(In, ElementType.Float32, 1, channels, side, side);
        string y = graph.Node("Conv", [x, Weights(graph, channels, channels, 3, 3)], GraphBuilder.Attribute("pads", [1, 1, 1, 1]));
        graph.Output(Out, y, ElementType.Float32, 1, channels, side, side);
        return Fastest(graph, rounds, 2.0 * 9 * channels * channels * side * side, 1, channels, side, side);
    }

    private static string Weights(GraphBuilder graph, params long[] shape)
    {
        float[] values = Noise(shape);
        graph.Initialize("w", ElementType.Float32, shape, System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(values));
        return "w";
    }

    private static double Fastest(GraphBuilder graph, int rounds, double operations, params long[] shape)
    {
        using OnnxSession session = OnnxSession.Create(new NetworkGraph(graph.Build(), AppContext.BaseDirectory, new HashSet<string>(), []), ExecutionProvider.Cpu());
        using DeviceTensor input = DeviceTensor.FromMemory<float>(Noise(shape), shape);
        Run();
        return operations / Enumerable.Range(0, rounds).Min(_ => Run()) / 1e9;

        double Run()
        {
            long start = Stopwatch.GetTimestamp();
            session.Run([new(In, input)], [Out], TensorPlacement.Host, CancellationToken.None)[0].Dispose();
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
    }

    private static float[] Noise(long[] shape)
    {
        float[] values = new float[shape.Aggregate(1L, (product, extent) => product * extent)];
        uint state = 1;
        for (int i = 0; i < values.Length; i++)
            values[i] = ((state = state * 1664525 + 1013904223) >> 8) / (float)(1 << 24) - 0.5f;
        return values;
    }
}
