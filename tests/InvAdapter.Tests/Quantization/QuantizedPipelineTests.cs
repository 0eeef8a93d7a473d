using InvAdapter.Adapters;
using InvAdapter.Features;
using InvAdapter.Graphs;
using InvAdapter.Models;
using InvAdapter.Tests.Golden;
using InvAdapter.Weights;
using Xunit;

namespace InvAdapter.Tests.Quantization;

/// <summary>A quantised folder is loaded and used like any other.</summary>
public sealed class QuantizedPipelineTests(QuantizedTiny tiny) : IClassFixture<QuantizedTiny>
{
    private const int Steps = 3;

    /// <summary>Latents of a whole run may be off by this. Measured 0.11 to 0.15: a call is 0.04 off, which guidance of 7.5 multiplies.</summary>
    private const double MostError = 0.22;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task People_are_enrolled_and_drawn_nearly_as_by_the_float_model(bool trained)
    {
        await using InvAdapterPipeline exact = await Load(tiny.Float, trained);
        await using InvAdapterPipeline rounded = await Load(tiny.Int8, trained);
        Assert.Equal(GraphPrecision.Float32, exact.Precision);
        Assert.Equal(GraphPrecision.Int8, rounded.Precision);
        using Identity expected = await Enroll(exact);
        using Identity actual = await Enroll(rounded);
        Assert.Equal(expected.Features.Sites, actual.Features.Sites);

        (float[] plain, float[] plainInt8) = (await Draw(exact, null), await Draw(rounded, null));
        (float[] adapted, float[] adaptedInt8) = (await Draw(exact, expected), await Draw(rounded, actual));
        Assert.InRange(QuantizedTiny.RelativeError(plain, plainInt8), 1e-4, MostError);
        Assert.InRange(QuantizedTiny.RelativeError(adapted, adaptedInt8), 1e-4, MostError);

        // The identity does more than quantisation does, in both. Measured 0.25 (reference attention) and 0.94 (trained).
        double quantization = QuantizedTiny.RelativeError(adapted, adaptedInt8);
        Assert.True(QuantizedTiny.RelativeError(plain, adapted) > 1.3 * quantization);
        Assert.True(QuantizedTiny.RelativeError(plainInt8, adaptedInt8) > 1.3 * quantization);
    }

    [Fact]
    public async Task Strength_zero_is_the_plain_int8_model_to_the_last_bit()
    {
        await using InvAdapterPipeline pipeline = await Load(tiny.Int8, trained: true);
        using Identity identity = await Enroll(pipeline);
        Assert.Equal(await Draw(pipeline, null), await Draw(pipeline, identity, strength: 0));
    }

    [Fact]
    public async Task The_float_models_identities_are_taken_but_not_the_other_way_round()
    {
        await using InvAdapterPipeline exact = await Load(tiny.Float, trained: false);
        await using InvAdapterPipeline rounded = await Load(tiny.Int8, trained: false);
        Assert.NotEqual(exact.Fingerprint, rounded.Fingerprint);
        using Identity ofFloat = await Enroll(exact);
        using Identity ofInt8 = await Enroll(rounded);
        Assert.Equal((exact.Fingerprint, rounded.Fingerprint), (ofFloat.Origin.Model, ofInt8.Origin.Model));

        float[] own = await Draw(rounded, ofInt8);
        float[] others = await Draw(rounded, ofFloat);
        Assert.InRange(QuantizedTiny.RelativeError(own, others), 0, MostError);
        await Assert.ThrowsAsync<IdentityMismatchException>(() => Draw(exact, ofInt8));
    }

    [Fact]
    public async Task An_adapter_that_was_trained_on_the_float_model_is_taken()
    {
        using var place = new TemporaryFolder();
        using (SafetensorsFile adapter = SafetensorsFile.Open(TinyModel.Adapter))
        {
            foreach ((string name, string model) in (ReadOnlySpan<(string, string)>)[("right", tiny.Report.BaseModel), ("own", tiny.Report.Model), ("wrong", new string('0', 32))])
            {
                SafetensorsWriter.Write(
                    place.At(name),
                    adapter.Tensors.Values.Select(tensor => TensorSource.FromSingle(tensor.Name, adapter.ReadSingle(tensor.Name), tensor.Shape.AsSpan())),
                    new Dictionary<string, string>(adapter.Metadata) { ["base"] = model });
            }
        }

        foreach (string name in (string[])["right", "own"])
            await (await InvAdapterPipeline.LoadAsync(tiny.Int8, new PipelineOptions { AdapterPath = place.At(name) }, TestContext.Current.CancellationToken)).DisposeAsync();
        await Assert.ThrowsAsync<IdentityMismatchException>(() => InvAdapterPipeline.LoadAsync(tiny.Int8, new PipelineOptions { AdapterPath = place.At("wrong") }, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_precision_that_was_asked_for_is_kept()
    {
        await using InvAdapterPipeline pipeline = await InvAdapterPipeline.LoadAsync(tiny.Int8, new PipelineOptions { Precision = GraphPrecision.Float32 }, TestContext.Current.CancellationToken);
        Assert.Equal(GraphPrecision.Float32, pipeline.Precision);
    }

    [Fact]
    public async Task Int8_that_was_asked_for_needs_a_quantised_folder()
    {
        var options = new PipelineOptions { Precision = GraphPrecision.Int8 };
        await using InvAdapterPipeline pipeline = await InvAdapterPipeline.LoadAsync(tiny.Int8, options, TestContext.Current.CancellationToken);
        Assert.Equal(GraphPrecision.Int8, pipeline.Precision);
        var error = await Assert.ThrowsAsync<ModelFormatException>(() => InvAdapterPipeline.LoadAsync(tiny.Float, options, TestContext.Current.CancellationToken));
        Assert.Equal(("the UNet", "in floating point"), (error.Item, error.Actual));
    }

    private static Task<InvAdapterPipeline> Load(string folder, bool trained) =>
        InvAdapterPipeline.LoadAsync(folder, new PipelineOptions { AdapterPath = trained ? TinyModel.Adapter : null }, TestContext.Current.CancellationToken);

    private static Task<Identity> Enroll(InvAdapterPipeline pipeline) =>
        pipeline.EnrollAsync(TinyPipeline.Portrait, new EnrollmentOptions { Steps = Steps }, cancellation: TestContext.Current.CancellationToken);

    private static async Task<float[]> Draw(InvAdapterPipeline pipeline, Identity? identity, double strength = 1)
    {
        var request = new GenerationRequest("a red hat") { Steps = Steps, Size = new(48, 64) };
        GenerationResult result = await pipeline.GenerateAsync(identity is null ? request : request with { Identity = identity, Strength = strength }, cancellation: TestContext.Current.CancellationToken);
        return result.Images.Single().Latents.Values.ToArray();
    }
}
