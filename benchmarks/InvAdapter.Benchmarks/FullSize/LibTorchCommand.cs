using System.CommandLine;
using InvAdapter.Benchmarks.Reports;
using InvAdapter.Graphs;
using InvAdapter.Models;
using InvAdapter.Training;
using InvAdapter.Weights;
using TorchSharp;

namespace InvAdapter.Benchmarks.FullSize;

/// <summary><c>libtorch</c>: one UNet call of Stable Diffusion 1.5's size by PyTorch's own library, in float32 or bfloat16, and by this library's graphs in float32 and int8, in turn.</summary>
internal static class LibTorchCommand
{
    public static Command Create()
    {
        var folder = new FullSizeFolderOptions();
        var rounds = new Option<int>("--rounds") { Description = "Calls of each in turn; their medians count.", DefaultValueFactory = _ => 3 }.Between(1, 100);
        var threads = new Option<int>("--threads") { Description = "Threads of each; 0 for one a core." }.Between(0, 256);
        var half = new Option<bool>("--bfloat16") { Description = "libtorch in bfloat16 in place of float32. For processors that have it: others take many minutes a call." };
        var command = new Command("libtorch", "Compare UNet calls of Stable Diffusion 1.5's size, in float32 and int8, with those of the training modules. Needs libtorch: build with -p:LibTorch=true.") { rounds, threads, half };
        command.AddAll(folder.All);
        command.SetAction(async (parsed, cancellation) =>
        {
            try
            {
                LibTorch.Require();
            }
            catch (LibTorchException error)
            {
                Console.Error.WriteLine(error.Message);
                return 1;
            }

            using FullSizeFolder? model = folder.Open(parsed, ElementType.Float16);
            if (model is null)
                return 1;
            MachineHeader.Print();
            using QuantizedFolder? quantized = await QuantizedFolder.WriteAsync(model, parsed.GetValue(threads), cancellation);
            if (quantized is null)
                return 1;
            Compare(model.Path, quantized.Path, parsed.GetValue(half) ? torch.bfloat16 : torch.float32, parsed.GetValue(rounds), parsed.GetValue(threads), cancellation);
            return 0;
        });
        return command;
    }

    private static void Compare(string folder, string quantized, torch.ScalarType type, int rounds, int threads, CancellationToken cancellation)
    {
        using var theirs = LibTorchUNet.Load(folder, type, threads);
        using UNet float32 = UNetCalls.Load(folder, GraphPrecision.Float32, threads);
        using UNet int8 = UNetCalls.Load(quantized, GraphPrecision.Int8, threads);
        UNetCalls.Compare(
            float32.Configuration,
            rounds,
            cancellation,
            ($"libtorch, {type.ToString().ToLowerInvariant()}", (query, _) => theirs.Predict(query)),
            ("InvAdapter, float32", (query, prediction) => float32.Predict(query, prediction, cancellation)),
            ("InvAdapter, int8", (query, prediction) => int8.Predict(query, prediction, cancellation)));
    }
}
