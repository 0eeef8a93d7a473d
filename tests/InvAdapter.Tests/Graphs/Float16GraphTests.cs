using System.Numerics.Tensors;
using InvAdapter.Adapters;
using InvAdapter.Configuration;
using InvAdapter.Features;
using InvAdapter.Graphs;
using InvAdapter.Models;
using InvAdapter.Runtime;
using InvAdapter.Tests.Golden;
using InvAdapter.Weights;
using Xunit;

namespace InvAdapter.Tests.Graphs;

/// <summary>float16 graphs on the CPU provider, against float32. GPUs run the same graphs faster.</summary>
public sealed class Float16GraphTests : IDisposable
{
    private const int Timestep = 501;

    private readonly Latents _z = Noise(1);
    private readonly UNet _half = TinyPipeline.Networks.LoadUNet(GraphPrecision.Float16);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static UNet Single => TinyPipeline.Networks.UNet;

    public void Dispose() => _half.Dispose();

    [Fact]
    public void The_plain_network_is_close() => CloseTo(Predict(Single, null, null), Predict(_half, null, null), 0.01, "epsilon");

    [Fact]
    public void Features_are_close_and_of_the_networks_type()
    {
        using FeatureCapture expected = Capture(Single);
        using FeatureCapture actual = Capture(_half);
        foreach (AttentionSite site in Single.Sites)
        {
            Assert.Equal(ElementType.Float16, actual.Features[site.Name].ElementType);
            Assert.Equal(expected.Features[site.Name].Shape, actual.Features[site.Name].Shape);
            CloseTo(expected.Features[site.Name].ToArray(), actual.Features[site.Name].ToArray(), 0.02, site.Name);
        }
    }

    [Theory]
    [InlineData(Fusion.Embedded, 1)]
    [InlineData(Fusion.Embedded, 0.05)]
    [InlineData(Fusion.Decoupled, 1)]
    [InlineData(Fusion.Decoupled, 0.05)]
    public void The_adapted_network_is_close(Fusion fusion, double strength)
    {
        float[] expected = Adapted(Single, GraphPrecision.Float32, fusion, strength);
        CloseTo(expected, Adapted(_half, GraphPrecision.Float16, fusion, strength), 0.02, $"{fusion} {strength}");

        // The adapter has to matter more than float16 does.
        Assert.True(Distance(expected, Predict(Single, null, null)) > Distance(expected, Adapted(_half, GraphPrecision.Float16, fusion, strength)));
    }

    [Fact]
    public void Autoencoder_and_text_encoder_are_close()
    {
        GoldenPipeline networks = TinyPipeline.Networks;
        using WeightFolder codecWeights = WeightFolder.Open(Path.Combine(networks.Folder, "vae"), "diffusion_pytorch_model");
        using var codec = Autoencoder.Load(networks.Autoencoder.Configuration, codecWeights, ExecutionProvider.Cpu(), GraphPrecision.Float16);
        using WeightFolder textWeights = WeightFolder.Open(Path.Combine(networks.Folder, "text_encoder"), "model");
        using var text = ClipTextEncoder.Load(networks.Text.Configuration, textWeights, ExecutionProvider.Cpu(), GraphPrecision.Float16);
        float[] image = Noise(2, 3, 64, 48).Values.ToArray();
        int[] ids = [49406, 12, 300, 49407];

        CloseTo(networks.Autoencoder.Encode(image, 1, 64, 48, Stop).Values, codec.Encode(image, 1, 64, 48, Stop).Values, 0.01, "latents");
        CloseTo(networks.Autoencoder.Decode(_z, Stop), codec.Decode(_z, Stop), 0.01, "image");
        CloseTo(networks.Text.Encode(ids, Stop).Values, text.Encode(ids, Stop).Values, 0.01, "hidden states");
    }

    [Fact]
    public async Task A_whole_pipeline_runs_in_float16()
    {
        using var folder = new TemporaryFolder();
        string model = TinyModel.CopyTo(folder.At("model"));
        var options = new PipelineOptions { AdapterPath = TinyModel.Adapter };
        float[][] latents = new float[2][];
        foreach (GraphPrecision precision in (GraphPrecision[])[GraphPrecision.Float32, GraphPrecision.Float16])
        {
            await using InvAdapterPipeline pipeline = await InvAdapterPipeline.LoadAsync(model, options with { Precision = precision }, Stop);
            using Identity identity = await pipeline.EnrollAsync(TinyPipeline.Portrait, new EnrollmentOptions { Steps = 3 }, cancellation: Stop);
            GenerationResult result = await pipeline.GenerateAsync(new GenerationRequest("a person") { Steps = 3, GuidanceScale = 2, Identity = identity }, cancellation: Stop);
            latents[(int)precision] = result.Images[0].Latents.Values.ToArray();
        }

        CloseTo(latents[0], latents[1], 0.05, "latents");
        Assert.NotEqual(latents[0], latents[1]);
    }

    private static Latents Noise(int seed, int channels = 4, int height = 8, int width = 6)
    {
        var latents = new Latents(new LatentShape(1, channels, height, width));
        new InvAdapter.Scheduling.TorchGenerator(seed).Fill(latents.Values);
        return latents;
    }

    private float[] Adapted(UNet unet, GraphPrecision precision, Fusion fusion, double strength)
    {
        using AdapterWeights weights = AdapterWeights.Load(TinyModel.Adapter, unet.Sites);
        using var adapter = AttentionAdapter.Load(weights, ExecutionProvider.Cpu(), precision, 0);
        using FeatureCapture capture = Capture(unet);
        IReadOnlyDictionary<string, SiteTokens> tokens = adapter.Project(capture.Features, Stop);
        float[] result = Predict(unet, new IdentityTokens { Fusion = fusion, Strength = strength, Sites = tokens }, null);
        foreach (SiteTokens site in tokens.Values)
            site.Dispose();
        return result;
    }

    private static FeatureCapture Capture(UNet unet)
    {
        var capture = new FeatureCapture(unet.Sites);
        Predict(unet, Noise(3), null, capture);
        return capture;
    }

    private float[] Predict(UNet unet, IdentityTokens? identity, FeatureCapture? capture) => Predict(unet, _z, identity, capture);

    private static float[] Predict(UNet unet, Latents z, IdentityTokens? identity, FeatureCapture? capture)
    {
        var prediction = new Latents(z.Shape);
        unet.Predict(new NoiseQuery { Latents = z, Timestep = Timestep, Text = TinyPipeline.Networks.Embedding(1), Identity = identity, Capture = capture }, prediction, Stop);
        return prediction.Values.ToArray();
    }

    private static double Distance(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual) => TensorPrimitives.Distance(expected, actual) / TensorPrimitives.Norm(expected);

    private static void CloseTo(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance, string what)
    {
        double distance = Distance(expected, actual);
        Assert.True(distance < tolerance, $"{what} is {distance:G3} away; {tolerance} is allowed.");
    }
}
