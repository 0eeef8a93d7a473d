using InvAdapter.Benchmarks.Reports;
using InvAdapter.Configuration;
using InvAdapter.Graphs;
using InvAdapter.Models;
using InvAdapter.Runtime;
using InvAdapter.Weights;

namespace InvAdapter.Benchmarks.FullSize;

/// <summary>One UNet call in several ways, in turn, on the same latents of an image of 512×512 pixels and of one of 256×256.</summary>
internal static class UNetCalls
{
    private const int Timestep = 501;
    private const int Tokens = 77;

    /// <summary>Sides of the latents.</summary>
    public static IReadOnlyList<int> Sides { get; } = [64, 32];

    /// <summary>Loads a model folder's UNet on the CPU.</summary>
    public static UNet Load(string folder, GraphPrecision precision, int threads)
    {
        ModelFolder model = ModelFolder.Open(folder, null);
        using WeightFolder weights = model.OpenUNetWeights();
        return UNet.Load(model.UNet, weights, ExecutionProvider.Cpu(threads), precision);
    }

    /// <summary>Writes a Markdown table for each side.</summary>
    /// <param name="shape">The network's shape.</param>
    /// <param name="rounds">Calls of each way; before them there is one that warms up.</param>
    /// <param name="cancellation">Stops between two calls.</param>
    /// <param name="ways">Names, and what answers a question into the latents beside it.</param>
    public static void Compare(UNetConfiguration shape, int rounds, CancellationToken cancellation, params ReadOnlySpan<(string Name, Action<NoiseQuery, Latents> Predict)> ways)
    {
        var text = new TextEmbedding(Tokens, shape.CrossAttentionDim, new float[Tokens * shape.CrossAttentionDim]);
        foreach (int side in Sides)
        {
            Latents z = BenchmarkModel.Noise(new LatentShape(1, shape.InChannels, side, side), seed: 0);
            var prediction = new Latents(z.Shape);
            var query = new NoiseQuery { Latents = z, Timestep = Timestep, Text = text };
            var calls = new Comparison($"one UNet call, {side}×{side} latents, medians of {rounds}");
            foreach ((string name, Action<NoiseQuery, Latents> predict) in ways)
                calls.Add(name, () => predict(query, prediction));
            Console.WriteLine();
            Console.Write(calls.Measure(rounds, cancellation).ToMarkdown());
        }
    }
}
