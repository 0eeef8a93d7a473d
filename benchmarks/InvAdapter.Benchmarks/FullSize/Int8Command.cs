using System.CommandLine;
using InvAdapter.Benchmarks.Reports;
using InvAdapter.Graphs;
using InvAdapter.Models;
using InvAdapter.Training;
using InvAdapter.Weights;
using TorchSharp;

namespace InvAdapter.Benchmarks.FullSize;

/// <summary><c>int8</c>: one UNet call of Stable Diffusion 1.5's size in float32 and in int8 and, where asked, by PyTorch's own library, in turn, on the same latents with the same threads.</summary>
internal static class Int8Command
{
    public static Command Create()
    {
        var folder = new FullSizeFolderOptions();
        var rounds = new Option<int>("--rounds") { Description = "Calls of each in turn; their medians count.", DefaultValueFactory = _ => 3 }.Between(1, 100);
        var threads = new Option<int>("--threads") { Description = "Threads of each; 0 for one a core." }.Between(0, 256);
        var libTorch = new Option<string?>("--libtorch") { Description = "Also libtorch, in this type; needs a build with -p:LibTorch=true. bfloat16 is for processors that have it: others take many minutes a call.", HelpName = "float32|bfloat16" };
        libTorch.AcceptOnlyFromAmong("float32", "bfloat16");
        var command = new Command("int8", "Write a model of Stable Diffusion 1.5's size with random weights (2 GB), quantise it (1.3 GB more), and compare a UNet call in int8 with one in float32.") { rounds, threads, libTorch };
        command.AddAll(folder.All);
        command.SetAction(async (parsed, cancellation) =>
        {
            torch.ScalarType? theirs = parsed.GetValue(libTorch) switch { null => null, "float32" => torch.float32, _ => torch.bfloat16 };
            if (theirs is not null && !IsLibTorchThere())
                return 1;
            using FullSizeFolder? model = folder.Open(parsed, ElementType.Float16);
            if (model is null)
                return 1;
            MachineHeader.Print();
            using QuantizedFolder? quantized = await QuantizedFolder.WriteAsync(model, parsed.GetValue(threads), cancellation);
            if (quantized is null)
                return 1;
            Compare(model.Path, quantized.Path, theirs, parsed.GetValue(rounds), parsed.GetValue(threads), cancellation);
            return 0;
        });
        return command;
    }

    /// <summary>Tells, and says on the error stream what is missing.</summary>
    private static bool IsLibTorchThere()
    {
        try
        {
            LibTorch.Require();
            return true;
        }
        catch (LibTorchException error)
        {
            Console.Error.WriteLine(error.Message);
            return false;
        }
    }

    private static void Compare(string folder, string quantized, torch.ScalarType? theirs, int rounds, int threads, CancellationToken cancellation)
    {
        using LibTorchUNet? libTorch = theirs is { } type ? LibTorchUNet.Load(folder, type, threads) : null;
        using UNet float32 = UNetCalls.Load(folder, GraphPrecision.Float32, threads);
        using UNet int8 = UNetCalls.Load(quantized, GraphPrecision.Int8, threads);
        (string, Action<NoiseQuery, Latents>)[] ways =
        [
            ("float32", (query, prediction) => float32.Predict(query, prediction, cancellation)),
            ("int8", (query, prediction) => int8.Predict(query, prediction, cancellation)),
        ];
        if (libTorch is not null)
            ways = [.. ways, ($"libtorch, {theirs}", (query, _) => libTorch.Predict(query))];
        UNetCalls.Compare(float32.Configuration, rounds, cancellation, ways);
    }
}
