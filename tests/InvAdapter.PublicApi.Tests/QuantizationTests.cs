using InvAdapter.Features;
using InvAdapter.Graphs;
using InvAdapter.Imaging;
using InvAdapter.Quantization;
using InvAdapter.TestModels;
using InvAdapter.Tests;
using Xunit;

namespace InvAdapter.PublicApi.Tests;

/// <summary>Quantising a model and drawing with it, as docs/quantization.md has it.</summary>
public sealed class QuantizationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_person_of_the_float_model_is_drawn_in_int8()
    {
        string model = TinyModel.CopyTo(_folder.At("model"));
        (QuantizationReport report, Identity anna) = await Prepare(model, _folder.At("int8"));
        using (anna)
            await Draw(_folder.At("int8"), anna, report);
    }

    private static async Task<(QuantizationReport Report, Identity Anna)> Prepare(string model, string target)
    {
        QuantizationReport report = await Quantizer.QuantizeAsync(model, target, new QuantizationOptions
        {
            Prompts = ["a portrait photo of a woman", "a street at night"], GuidanceScales = [7.5, 1], Steps = 2, MaxLayerError = 0.05,
        });
        Assert.Equal(6, report.CalibrationCalls);
        Assert.DoesNotContain(report.Layers, layer => layer.Precision == LayerPrecision.FloatByError);

        var photo = PixelBuffer.FromRgb([.. Enumerable.Range(0, 128 * 128 * 3).Select(i => (byte)(i / 7))], 128, 128);
        await using var pipeline = await InvAdapterPipeline.LoadAsync(model);
        Assert.Equal((GraphPrecision.Float32, report.BaseModel), (pipeline.Precision, pipeline.Fingerprint));
        return (report, await pipeline.EnrollAsync(photo, new EnrollmentOptions { Steps = 2 }));
    }

    private static async Task Draw(string folder, Identity anna, QuantizationReport report)
    {
        await using var pipeline = await InvAdapterPipeline.LoadAsync(folder);
        Assert.Equal((GraphPrecision.Int8, report.Model), (pipeline.Precision, pipeline.Fingerprint));
        GenerationResult result = await pipeline.GenerateAsync(new GenerationRequest("a red hat") { Identity = anna, Steps = 2 });
        Assert.Single(result.Images);
    }
}
