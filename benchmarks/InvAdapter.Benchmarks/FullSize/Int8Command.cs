using System.CommandLine;
using InvAdapter.Benchmarks.Reports;
using InvAdapter.Graphs;
using InvAdapter.Imaging;
using InvAdapter.Models;
using InvAdapter.Quantization;
using InvAdapter.TestModels;
using InvAdapter.Weights;

namespace InvAdapter.Benchmarks.FullSize;

/// <summary><c>int8</c>: one UNet call of Stable Diffusion 1.5's size in float32 and in int8, in turn, on the same latents with the same threads.</summary>
internal static class Int8Command
{
    private const int Timestep = 501;
    private static readonly int[] s_sides = [64, 32];

    public static Command Create()
    {
        var folder = new Option<DirectoryInfo?>("--folder") { Description = "Where to write the model, or an earlier one to measure again; a temporary folder by default." };
        var keep = new Option<bool>("--keep") { Description = "Keep the model in float; otherwise it is deleted, unless it was there before." };
        var rounds = new Option<int>("--rounds") { Description = "Calls of each in turn; their medians count.", DefaultValueFactory = _ => 3 }.Between(1, 100);
        var threads = new Option<int>("--threads") { Description = "Threads of each; 0 for one a core." }.Between(0, 256);
        var command = new Command("int8", "Quantise a model of Stable Diffusion 1.5's size with random weights, and compare a UNet call in int8 with one in float32.") { folder, keep, rounds, threads };
        command.SetAction(async (parsed, cancellation) =>
        {
            using FullSizeFolder? model = FullSizeFolder.Open(parsed.GetValue(folder), ElementType.Float16, parsed.GetValue(keep), more: FullSizeModel.SizeInBytes(ElementType.Float16));
            if (model is null)
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
        var text = new TextEmbedding(77, float32.Configuration.CrossAttentionDim, new float[77 * float32.Configuration.CrossAttentionDim]);
        foreach (int side in s_sides)
        {
            Latents z = BenchmarkModel.Noise(new LatentShape(1, float32.LatentChannels, side, side), seed: 0);
            var prediction = new Latents(z.Shape);
            var query = new NoiseQuery { Latents = z, Timestep = Timestep, Text = text };
            var calls = new Comparison($"one UNet call, {side}×{side} latents, medians of {rounds}");
            calls.Add("float32", () => float32.Predict(query, prediction, cancellation));
            calls.Add("int8", () => int8.Predict(query, prediction, cancellation));
            Console.WriteLine();
            Console.Write(calls.Measure(rounds, cancellation).ToMarkdown());
        }
    }

    private static UNet Load(string folder, GraphPrecision precision, int threads)
    {
        ModelFolder model = ModelFolder.Open(folder, null);
        using WeightFolder weights = model.OpenUNetWeights();
        return UNet.Load(model.UNet, weights, Runtime.ExecutionProvider.Cpu(threads), precision);
    }
}
