using System.CommandLine;
using InvAdapter.Benchmarks.Reports;
using InvAdapter.Graphs;
using InvAdapter.Models;
using InvAdapter.Weights;

namespace InvAdapter.Benchmarks.FullSize;

/// <summary><c>int8</c>: one UNet call of Stable Diffusion 1.5's size in float32 and in int8, in turn, on the same latents with the same threads.</summary>
internal static class Int8Command
{
    public static Command Create()
    {
        var folder = new FullSizeFolderOptions();
        var rounds = new Option<int>("--rounds") { Description = "Calls of each in turn; their medians count.", DefaultValueFactory = _ => 3 }.Between(1, 100);
        var threads = new Option<int>("--threads") { Description = "Threads of each; 0 for one a core." }.Between(0, 256);
        var command = new Command("int8", "Write a model of Stable Diffusion 1.5's size with random weights (2 GB), quantise it (1.3 GB more), and compare a UNet call in int8 with one in float32.") { rounds, threads };
        command.AddAll(folder.All);
        command.SetAction(async (parsed, cancellation) =>
        {
            using FullSizeFolder? model = folder.Open(parsed, ElementType.Float16);
            if (model is null)
                return 1;
            MachineHeader.Print();
            using QuantizedFolder? quantized = await QuantizedFolder.WriteAsync(model, parsed.GetValue(threads), cancellation);
            if (quantized is null)
                return 1;
            Compare(model.Path, quantized.Path, parsed.GetValue(rounds), parsed.GetValue(threads), cancellation);
            return 0;
        });
        return command;
    }

    private static void Compare(string folder, string quantized, int rounds, int threads, CancellationToken cancellation)
    {
        using UNet float32 = UNetCalls.Load(folder, GraphPrecision.Float32, threads);
        using UNet int8 = UNetCalls.Load(quantized, GraphPrecision.Int8, threads);
        UNetCalls.Compare(
            float32.Configuration,
            rounds,
            cancellation,
            ("float32", (query, prediction) => float32.Predict(query, prediction, cancellation)),
            ("int8", (query, prediction) => int8.Predict(query, prediction, cancellation)));
    }
}
