using System.Text.Json;
using InvAdapter.Graphs;
using InvAdapter.Models;
using InvAdapter.Quantization;
using InvAdapter.Weights;
using Xunit;

namespace InvAdapter.Tests.Quantization;

public sealed class QuantizerTests(QuantizedTiny tiny) : IClassFixture<QuantizedTiny>
{
    /// <summary>What a call may be off on inputs that calibration has not seen. Measured 0.04; a wrong scale anywhere gives far more.</summary>
    private const double MostError = 0.08;

    [Fact]
    public void The_result_predicts_what_the_float_model_predicts()
    {
        using UNet exact = QuantizedTiny.Load(tiny.Float, GraphPrecision.Float32);
        using UNet rounded = QuantizedTiny.Load(tiny.Int8, GraphPrecision.Int8);
        double error = QuantizedTiny.RelativeError(QuantizedTiny.Predict(exact), QuantizedTiny.Predict(rounded));
        Assert.InRange(error, 1e-4, MostError);
    }

    [Fact]
    public void An_image_does_not_depend_on_the_others_of_its_batch()
    {
        using UNet unet = QuantizedTiny.Load(tiny.Int8, GraphPrecision.Int8);
        float[] alone = QuantizedTiny.Predict(unet);
        float[] together = QuantizedTiny.Predict(unet, batch: 3);

        // Not bit for bit: float32 sums in the other layers depend on how the runtime cuts a batch.
        Assert.InRange(QuantizedTiny.RelativeError(alone, together.AsSpan(0, alone.Length)), 0, 5e-3);
    }

    [Theory]
    [InlineData(GraphPrecision.Float32)]
    [InlineData(GraphPrecision.Float16)]
    public void In_another_precision_its_weights_are_widened(GraphPrecision precision)
    {
        using UNet exact = QuantizedTiny.Load(tiny.Float, GraphPrecision.Float32);
        using UNet rounded = QuantizedTiny.Load(tiny.Int8, GraphPrecision.Int8);
        using UNet widened = QuantizedTiny.Load(tiny.Int8, precision);
        float[] expected = QuantizedTiny.Predict(exact);
        double error = QuantizedTiny.RelativeError(expected, QuantizedTiny.Predict(widened));

        // Only the weights are rounded then.
        Assert.InRange(error, 1e-4, QuantizedTiny.RelativeError(expected, QuantizedTiny.Predict(rounded)));
    }

    [Fact]
    public void The_report_has_every_layer_and_an_error_that_was_measured()
    {
        QuantizationReport report = tiny.Report;
        using WeightFolder weights = WeightFolder.Open(Path.Combine(tiny.Float, "unet"), "diffusion_pytorch_model");
        Assert.Equal(
            weights.Tensors.Values.Where(tensor => tensor.Shape.Length > 1).Select(tensor => tensor.Name[..^".weight".Length]).Order(StringComparer.Ordinal),
            report.Layers.Select(layer => layer.Name).Order(StringComparer.Ordinal));
        Assert.All(report.Layers, layer => Assert.InRange(layer.Error, 1e-3, 0.05));
        Assert.Equal(9, report.CalibrationCalls);
        Assert.InRange(report.UNetError, 1e-3, MostError);
        Assert.InRange(report.WorstCallError, report.UNetError, 2 * MostError);
        Assert.Equal(report.Layers.Count(layer => layer.Precision == LayerPrecision.Int8), report.Int8Layers);
        Assert.All(report.Layers, layer => Assert.Equal(IsKept(layer.Name), layer.Precision == LayerPrecision.FloatByName));
        Assert.Equal(report.Layers.Sum(layer => layer.Weights), weights.Tensors.Values.Where(tensor => tensor.Shape.Length > 1).Sum(tensor => tensor.ElementCount));
    }

    [Fact]
    public void The_folder_holds_the_report()
    {
        using JsonDocument file = JsonDocument.Parse(File.ReadAllText(Path.Combine(tiny.Int8, "unet", QuantizationReport.FileName)));
        Assert.Equal(tiny.Report.UNetError, file.RootElement.GetProperty("unetError").GetDouble());
        Assert.Equal(tiny.Report.Layers.Length, file.RootElement.GetProperty("layers").GetArrayLength());
        Assert.Equal("floatByName", file.RootElement.GetProperty("layers").EnumerateArray().Single(layer => layer.GetProperty("name").GetString() == "conv_in").GetProperty("precision").GetString());
    }

    [Fact]
    public void Weights_are_int8_with_a_scale_a_channel_and_half_a_step_off_at_most()
    {
        using WeightFolder exact = WeightFolder.Open(Path.Combine(tiny.Float, "unet"), "diffusion_pytorch_model");
        using WeightFolder rounded = WeightFolder.Open(Path.Combine(tiny.Int8, "unet"), "diffusion_pytorch_model");
        foreach (LayerReport layer in tiny.Report.Layers)
        {
            TensorInfo tensor = rounded.Tensors[$"{layer.Name}.weight"];
            Assert.Equal(exact.Tensors[tensor.Name].Shape, tensor.Shape);
            Assert.Equal(layer.Precision == LayerPrecision.Int8 ? ElementType.Int8 : ElementType.Float32, tensor.ElementType);
            Assert.Equal(layer.Precision == LayerPrecision.Int8 && layer.IsConvolution, rounded.Tensors.ContainsKey($"{layer.Name}.output_scale"));
            if (layer.Precision != LayerPrecision.Int8)
                continue;
            (float[] expected, float[] steps, float[] scales) = (exact.ReadSingle(tensor.Name), rounded.ReadSingle(tensor.Name), rounded.ReadSingle($"{layer.Name}.weight_scale"));
            int width = expected.Length / scales.Length;
            for (int i = 0; i < expected.Length; i++)
                Assert.InRange(Math.Abs(expected[i] - steps[i] * scales[i / width]), 0, 0.5001 * scales[i / width]);
        }
    }

    [Fact]
    public void The_file_is_a_third_and_everything_else_is_copied()
    {
        string file = Path.Combine("unet", "diffusion_pytorch_model.safetensors");
        Assert.Equal((new FileInfo(Path.Combine(tiny.Float, file)).Length, new FileInfo(Path.Combine(tiny.Int8, file)).Length), (tiny.Report.BytesBefore, tiny.Report.BytesAfter));
        Assert.InRange(tiny.Report.BytesAfter, 1, tiny.Report.BytesBefore * 0.35);
        string[] copied = [.. Files(tiny.Float).Where(name => name != file)];
        Assert.Equal(copied.Concat([file, Path.Combine("unet", QuantizationReport.FileName)]).Order(StringComparer.Ordinal), Files(tiny.Int8));
        Assert.All(copied, name => Assert.Equal(File.ReadAllBytes(Path.Combine(tiny.Float, name)), File.ReadAllBytes(Path.Combine(tiny.Int8, name))));
    }

    [Fact]
    public async Task No_error_allowed_is_the_float_model_to_the_last_bit()
    {
        using var place = new TemporaryFolder();
        QuantizationReport report = await Run(place.At("out"), QuantizedTiny.Quick with { MaxLayerError = 0, Steps = 1 });
        Assert.Equal((0, 0d), (report.Int8Layers, report.UNetError));
        Assert.All(report.Layers, layer => Assert.NotEqual(LayerPrecision.Int8, layer.Precision));
        using UNet exact = QuantizedTiny.Load(tiny.Float, GraphPrecision.Float32);
        using UNet kept = QuantizedTiny.Load(place.At("out"), GraphPrecision.Int8);
        Assert.Equal(QuantizedTiny.Predict(exact), QuantizedTiny.Predict(kept));
        Assert.Equal(report.BaseModel, report.Model);
    }

    [Fact]
    public async Task Layers_above_the_error_and_named_ones_stay_in_float()
    {
        using var place = new TemporaryFolder();
        double median = tiny.Report.Layers.Select(layer => layer.Error).Order().ElementAt(tiny.Report.Layers.Length / 2);
        QuantizationReport report = await Run(place.At("out"), QuantizedTiny.Quick with { MaxLayerError = median, KeepFloat = ["mid_block", "attn1.to_q"] });

        Assert.All(report.Layers, layer => Assert.Equal(
            layer.Name.StartsWith("mid_block.", StringComparison.Ordinal) || layer.Name.EndsWith(".attn1.to_q", StringComparison.Ordinal) ? LayerPrecision.FloatByName
                : layer.Error > median ? LayerPrecision.FloatByError
                : LayerPrecision.Int8,
            layer.Precision));
        Assert.InRange(report.Int8Layers, report.Layers.Length / 4, report.Layers.Length / 2);
        Assert.InRange(report.UNetError, 1e-4, tiny.Report.UNetError);
    }

    [Fact]
    public async Task The_same_options_give_the_same_file()
    {
        using var place = new TemporaryFolder();
        QuantizationReport report = await Run(place.At("out"), QuantizedTiny.Quick);
        Assert.Equal(tiny.Report.Model, report.Model);
        Assert.NotEqual(report.BaseModel, report.Model);
    }

    [Fact]
    public async Task Half_precision_weights_are_quantised_and_the_rest_stays_half()
    {
        using var place = new TemporaryFolder();
        TinyModel.CopyTo(place.At("half"));
        string file = Path.Combine(place.At("half"), "unet", "diffusion_pytorch_model.safetensors");
        using (WeightFolder weights = WeightFolder.Open(Path.Combine(tiny.Float, "unet"), "diffusion_pytorch_model"))
            SafetensorsWriter.Write(file, weights.Tensors.Values.Select(tensor => TensorSource.FromSingle(tensor.Name, weights.ReadSingle(tensor.Name), tensor.Shape.AsSpan(), ElementType.Float16)));
        QuantizationReport report = await Quantizer.QuantizeAsync(place.At("half"), place.At("out"), QuantizedTiny.Quick with { Steps = 1 }, null, TestContext.Current.CancellationToken);
        Assert.InRange(report.UNetError, 1e-3, MostError);
        using WeightFolder made = WeightFolder.Open(Path.Combine(place.At("out"), "unet"), "diffusion_pytorch_model");
        Assert.Equal((ElementType.Float16, ElementType.Int8), (made.Tensors["conv_in.weight"].ElementType, made.Tensors["mid_block.resnets.0.conv1.weight"].ElementType));
    }

    [Fact]
    public async Task A_variant_is_read_and_written_and_nothing_else_is_copied()
    {
        using var place = new TemporaryFolder();
        TinyModel.CopyTo(place.At("model"));
        string[] weights = [.. new[] { "unet/diffusion_pytorch_model", "vae/diffusion_pytorch_model", "text_encoder/model" }.Select(stem => stem.Replace('/', Path.DirectorySeparatorChar))];
        foreach (string stem in weights)
        {
            File.Move(place.At($"model{Path.DirectorySeparatorChar}{stem}.safetensors"), place.At($"model{Path.DirectorySeparatorChar}{stem}.bf16.safetensors"));
            foreach (string other in (string[])[".fp16.safetensors", ".safetensors.index.json", ".bin"])
                File.WriteAllText(place.At($"model{Path.DirectorySeparatorChar}{stem}{other}"), "another");
        }

        await Quantizer.QuantizeAsync(place.At("model"), place.At("out"), QuantizedTiny.Quick with { Variant = "bf16", Steps = 1 }, null, TestContext.Current.CancellationToken);
        Assert.Equal(
            weights.Select(stem => $"{stem}.bf16.safetensors").Order(StringComparer.Ordinal),
            Files(place.At("out")).Where(name => weights.Any(stem => name.StartsWith(stem + ".", StringComparison.Ordinal))));
        await using InvAdapterPipeline pipeline = await InvAdapterPipeline.LoadAsync(place.At("out"), new PipelineOptions { Variant = "bf16" }, TestContext.Current.CancellationToken);
        Assert.Equal(GraphPrecision.Int8, pipeline.Precision);
    }

    [Fact]
    public void Progress_counts_every_stage_to_its_end()
    {
        int tensors = tiny.Progress.Of(PipelineStage.Writing)[0].Steps;
        foreach ((PipelineStage stage, int steps) in (ReadOnlySpan<(PipelineStage, int)>)
            [(PipelineStage.Encoding, 1), (PipelineStage.Generating, 9), (PipelineStage.Calibrating, 9), (PipelineStage.Comparing, 9), (PipelineStage.Writing, tensors), (PipelineStage.Measuring, 9)])
            Assert.Equal(Enumerable.Range(0, steps + 1).Select(step => new PipelineProgress(stage, step, steps)), tiny.Progress.Of(stage));
    }

    private static bool IsKept(string layer) =>
        layer is "conv_in" or "conv_out" || layer.StartsWith("time_embedding.", StringComparison.Ordinal) || layer.EndsWith(".time_emb_proj", StringComparison.Ordinal);

    private static IEnumerable<string> Files(string folder) =>
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal);

    private Task<QuantizationReport> Run(string target, QuantizationOptions options) =>
        Quantizer.QuantizeAsync(tiny.Float, target, options, null, TestContext.Current.CancellationToken);
}
