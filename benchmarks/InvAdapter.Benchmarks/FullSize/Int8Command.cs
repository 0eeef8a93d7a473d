using System.CommandLine;
using InvAdapter.Benchmarks.Reports;
using InvAdapter.Graphs;
using InvAdapter.Imaging;
using InvAdapter.Models;
using InvAdapter.Quantization;
using InvAdapter.Runtime;
using InvAdapter.TestModels;
using InvAdapter.Weights;

namespace InvAdapter.Benchmarks.FullSize;

/// <summary><c>int8</c>: one UNet call of Stable Diffusion 1.5's size in float32 and in int8, in turn, on the same latents with the same threads.</summary>
internal static class Int8Command
{
    public static Command Create()
    {
        var folder = new Option<DirectoryInfo?>("--folder") { Description = "Where to write the model, or an earlier one to measure again; a temporary folder by default." };
        var keep = new Option<bool>("--keep") { Description = "Keep the model in float; otherwise it is deleted, unless it was there before." };
        var rounds = new Option<int>("--rounds") { Description = "Calls of each in turn; their medians count.", DefaultValueFactory = _ => 3 }.Between(1, 100);
        var threads = new Option<int>("--threads") { Description = "Threads of each; 0 for one a core." }.Between(0, 256);
        var command = new Command("int8", "Write a model of Stable Diffusion 1.5's size with random weights (2 GB), quantise it (1.3 GB more), and compare a UNet call in int8 with one in float32.") { folder, keep, rounds, threads };
        command.SetAction(async (parsed, cancellation) =>
        {
            using FullSizeFolder? model = FullSizeFolder.Open(parsed.GetValue(folder), ElementType.Float16, parsed.GetValue(keep));
            if (model is null || !FolderRoom.Suffices(Path.GetDirectoryName(model.Path)!, (model.IsNew ? 2 : 1) * FullSizeModel.SizeInBytes(ElementType.Float16)))
                return 1;
            MachineHeader.Print();
            if (model.IsNew)
                FullSizeModel.Write(model.Path);
            string quantized = $"{model.Path}-int8-{Guid.NewGuid():N}";
            try
            {
                Console.WriteLine(await QuantizeAsync(model.Path, quantized, parsed.GetValue(threads), cancellation));
                Compare(model.Path, quantized, parsed.GetValue(rounds), parsed.GetValue(threads), cancellation);
                return 0;
            }
            finally
            {
                if (Directory.Exists(quantized))
                    Directory.Delete(quantized, recursive: true);
            }
        });
        return command;
    }

    /// <summary>Scales are found on one small call: they decide what comes out, not how long it takes. Layers stay in float only where they always do.</summary>
    private static async Task<string> QuantizeAsync(string source, string target, int threads, CancellationToken cancellation)
    {
        QuantizationReport report = await Quantizer.QuantizeAsync(
            source,
            target,
            new QuantizationOptions { Prompts = [BenchmarkModel.Prompt], GuidanceScales = [1], Steps = 1, Size = new ImageSize(256, 256), MaxLayerError = double.PositiveInfinity, Threads = threads },
            cancellation: cancellation);
        return $"{report.Int8Layers} of {report.Layers.Length} layers in int8; the UNet's file {Size.Of(report.BytesBefore)} before, {Size.Of(report.BytesAfter)} now; error of a prediction {report.UNetError:F4}";
    }

    private static void Compare(string folder, string quantized, int rounds, int threads, CancellationToken cancellation)
    {
        using UNet float32 = Load(folder, GraphPrecision.Float32, threads);
        using UNet int8 = Load(quantized, GraphPrecision.Int8, threads);
        UNetCalls.Compare(
            float32.Configuration,
            rounds,
            cancellation,
            ("float32", (query, prediction) => float32.Predict(query, prediction, cancellation)),
            ("int8", (query, prediction) => int8.Predict(query, prediction, cancellation)));
    }

    private static UNet Load(string folder, GraphPrecision precision, int threads)
    {
        ModelFolder model = ModelFolder.Open(folder, null);
        using WeightFolder weights = model.OpenUNetWeights();
        return UNet.Load(model.UNet, weights, ExecutionProvider.Cpu(threads), precision);
    }
}
