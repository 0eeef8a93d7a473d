using InvAdapter.Configuration;
using InvAdapter.Features;
using InvAdapter.Inversion;
using InvAdapter.Models;
using InvAdapter.Runtime;
using InvAdapter.Scheduling;
using InvAdapter.Tests.Golden;
using InvAdapter.Weights;
using Xunit;

namespace InvAdapter.Tests.Pipeline;

/// <summary>Enrolment and reconstruction through the pipeline, on the tiny model.</summary>
public sealed class PipelineEnrollmentTests(TinyPipeline tiny) : IClassFixture<TinyPipeline>
{
    private const int Steps = 4;

    [Theory]
    [InlineData(FeatureSource.InversionPass, 1, 4)]
    [InlineData(FeatureSource.Replay, 1, 8)]
    [InlineData(FeatureSource.Trajectory, 1, 8)]
    [InlineData(FeatureSource.InversionPass, 2, 4)]
    [InlineData(FeatureSource.Replay, 2, 8)]
    [InlineData(FeatureSource.Trajectory, 2, 6)]
    [InlineData(FeatureSource.Trajectory, 9, 5)]
    public async Task Every_source_takes_its_calls_and_captures_its_timesteps(FeatureSource source, int every, int calls)
    {
        using Identity identity = await tiny.Enroll(new EnrollmentOptions { Steps = Steps, Source = source, CaptureEvery = every });

        Assert.Equal(calls, identity.Origin.UNetCalls);
        Assert.Equal((tiny.Pipeline.Fingerprint, Steps, source, "DDIM"), (identity.Origin.Model, identity.Origin.Steps, identity.Origin.Source, identity.Origin.Inverter));
        Assert.Equal(Steps, identity.Inversion.Trajectory.Steps);
        Assert.Equal(tiny.Schedule(Steps).Timesteps.Where((_, i) => i % every == 0).Order(), identity.Features.Timesteps);
        Assert.Equal(tiny.Pipeline.Adapter.Sites.Select(site => site.Name).Order(StringComparer.Ordinal), identity.Features.Sites);
    }

    [Fact]
    public async Task Sources_differ_and_sampling_only_leaves_timesteps_out()
    {
        var first = new List<float[]>();
        foreach (FeatureSource source in (FeatureSource[])[FeatureSource.InversionPass, FeatureSource.Replay, FeatureSource.Trajectory])
        {
            using Identity whole = await tiny.Enroll(new EnrollmentOptions { Steps = Steps, Source = source });
            using Identity half = await tiny.Enroll(new EnrollmentOptions { Steps = Steps, Source = source, CaptureEvery = 2 });
            string site = whole.Features.Sites[0];
            foreach (int timestep in half.Features.Timesteps)
                Assert.Equal(whole.Features.At(timestep)[site].ToArray(), half.Features.At(timestep)[site].ToArray());
            first.Add(whole.Features.At(whole.Features.Timesteps[0])[site].ToArray());
        }

        for (int i = 0; i < first.Count; i++)
            Assert.DoesNotContain(first[i], first[(i + 1)..]);
    }

    [Theory]
    [InlineData(FeatureSource.Clean, 1, 1)]
    [InlineData(FeatureSource.Clean, 3, 1)]
    [InlineData(FeatureSource.Noised, 1, 4)]
    [InlineData(FeatureSource.Noised, 2, 2)]
    public async Task Sources_without_inversion_take_their_calls_and_no_more(FeatureSource source, int every, int calls)
    {
        using Identity identity = await tiny.Enroll(new EnrollmentOptions { Steps = Steps, Source = source, CaptureEvery = every });

        Assert.Equal((calls, 0, source, "none"), (identity.Origin.UNetCalls, identity.Origin.Steps, identity.Origin.Source, identity.Origin.Inverter));
        Assert.Equal((0, 0), (identity.Inversion.Trajectory.Steps, identity.Inversion.Calls));
        Assert.Equal(source == FeatureSource.Clean ? [0] : tiny.Schedule(Steps).Timesteps.Where((_, i) => i % every == 0).Order(), identity.Features.Timesteps);
        await Assert.ThrowsAsync<ArgumentException>(() => tiny.Pipeline.ReconstructAsync(identity, cancellation: TestContext.Current.CancellationToken));
        ArgumentException refused = await Assert.ThrowsAsync<ArgumentException>(
            () => tiny.Generate(new GenerationRequest("a cat") { Identity = identity, Sampler = SamplerKind.Ddim, Steps = Steps, Start = InitialLatents.Inverted }));
        Assert.Contains(source.ToString(), refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clean_image_is_looked_at_for_the_timestep_that_was_asked_for()
    {
        var options = new EnrollmentOptions { Steps = Steps, Source = FeatureSource.Clean, CleanTimestep = 261 };
        using Identity identity = await tiny.Enroll(options);
        using Identity atZero = await tiny.Enroll(options with { CleanTimestep = null });

        Assert.Equal([261], identity.Features.Timesteps);
        Assert.Equal(1, identity.Origin.UNetCalls);
        using var capture = new FeatureCapture([.. tiny.Pipeline.Adapter.Sites], TensorPlacement.Host);
        Latents z0 = identity.Inversion.Trajectory.Clean;
        TinyPipeline.Networks.UNet.Predict(
            new NoiseQuery { Latents = z0, Timestep = 261, Text = tiny.Embed(""), Capture = capture }, new Latents(z0.Shape), TestContext.Current.CancellationToken);
        IReadOnlyDictionary<string, DeviceTensor> expected = capture.Take();
        foreach (string site in identity.Features.Sites)
        {
            Assert.Equal(expected[site].ToArray(), identity.Features.At(261)[site].ToArray());
            Assert.NotEqual(atZero.Features.At(0)[site].ToArray(), identity.Features.At(261)[site].ToArray());
        }

        foreach (DeviceTensor feature in expected.Values)
            feature.Dispose();
    }

    [Fact]
    public async Task A_clean_timestep_that_means_nothing_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new EnrollmentOptions { CleanTimestep = -1 });
        ArgumentException late = await Assert.ThrowsAsync<ArgumentException>(() => tiny.Enroll(new EnrollmentOptions { Steps = Steps, Source = FeatureSource.Clean, CleanTimestep = 1000 }));
        Assert.Contains("0 to 999", late.Message, StringComparison.Ordinal);
        ArgumentException other = await Assert.ThrowsAsync<ArgumentException>(() => tiny.Enroll(new EnrollmentOptions { Steps = Steps, Source = FeatureSource.Noised, CleanTimestep = 3 }));
        Assert.Contains("Noised", other.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FeatureSource.Clean)]
    [InlineData(FeatureSource.Noised)]
    public async Task An_identity_without_inversion_is_saved_and_draws_the_same(FeatureSource source)
    {
        using var folder = new TemporaryFolder();
        using Identity fresh = await tiny.Enroll(new EnrollmentOptions { Steps = Steps, Source = source });
        fresh.Save(folder.At("identity"));
        using Identity loaded = Identity.Load(folder.At("identity"));
        var request = new GenerationRequest("a cat") { Sampler = SamplerKind.Ddim, Steps = Steps };

        float[] first = await tiny.Latents(request with { Identity = fresh });

        Assert.Equal(first, await tiny.Latents(request with { Identity = loaded }));
        Assert.NotEqual(first, await tiny.Latents(request));
    }

    [Fact]
    public async Task Noised_features_are_those_of_the_image_with_that_much_noise()
    {
        using Identity identity = await tiny.Enroll(new EnrollmentOptions { Steps = 1, Source = FeatureSource.Noised });
        DdimSchedule schedule = tiny.Schedule(1);
        int timestep = schedule.Timesteps[0];
        Latents z0 = identity.Inversion.Trajectory.Clean;
        var noise = new float[z0.Shape.Length];
        new TorchGenerator(0).Fill(noise);
        var noised = new Latents(z0.Shape);
        schedule.AddNoise(timestep, z0.Values, noise, noised.Values);

        using var capture = new FeatureCapture([.. tiny.Pipeline.Adapter.Sites], TensorPlacement.Host);
        TinyPipeline.Networks.UNet.Predict(
            new NoiseQuery { Latents = noised, Timestep = timestep, Text = tiny.Embed(""), Capture = capture }, new Latents(z0.Shape), TestContext.Current.CancellationToken);
        IReadOnlyDictionary<string, DeviceTensor> expected = capture.Take();
        foreach (string site in identity.Features.Sites)
            Assert.Equal(expected[site].ToArray(), identity.Features.At(timestep)[site].ToArray());
        foreach (DeviceTensor feature in expected.Values)
            feature.Dispose();
    }

    [Fact]
    public async Task Inverters_take_their_calls()
    {
        using Identity three = await tiny.Enroll(new EnrollmentOptions { Steps = Steps, Inverter = new FixedPointInverter(3, tolerance: 0) });
        using Identity loose = await tiny.Enroll(new EnrollmentOptions { Steps = Steps, Inverter = new FixedPointInverter(50, 0.1), Source = FeatureSource.Trajectory });

        Assert.Equal(12, three.Origin.UNetCalls);
        Assert.Equal("fixed point, 3 iterations", three.Origin.Inverter);
        Assert.InRange(loose.Origin.UNetCalls, 2 * Steps, 50 * Steps);
        Assert.Equal(loose.Inversion.Calls + Steps, loose.Origin.UNetCalls);
    }

    [Fact]
    public async Task Only_the_chosen_sites_are_captured()
    {
        using Identity identity = await tiny.Enroll(new EnrollmentOptions { Steps = 1, Sites = SiteFilter.Self & SiteFilter.AtLevels(1) });

        Assert.NotEmpty(identity.Features.Sites);
        Assert.All(identity.Features.Sites, site => Assert.EndsWith(".attn1", site, StringComparison.Ordinal));
        Assert.All(identity.Features.Sites, site => Assert.Equal(4 * 3, identity.Features.At(identity.Features.Timesteps[0])[site].Shape[1]));
    }

    [Fact]
    public async Task A_saved_identity_draws_the_same_and_half_precision_nearly()
    {
        using var folder = new TemporaryFolder();
        using Identity fresh = await tiny.Enroll();
        fresh.Save(folder.At("single"));
        fresh.Save(folder.At("half"), ElementType.Float16);
        using Identity single = Identity.Load(folder.At("single"));
        using Identity half = Identity.Load(folder.At("half"));
        GenerationRequest request = new("a person") { Steps = Steps, Identity = fresh };
        float[] drawn = await tiny.Latents(request);

        Assert.Equal(drawn, await tiny.Latents(request with { Identity = single }));
        float[] halved = await tiny.Latents(request with { Identity = half });
        Close.To(drawn, halved, 0.02, "latents");
        Assert.NotEqual(drawn, halved);
        Assert.Equal(fresh.Features.SizeInBytes, 2 * half.Features.SizeInBytes);
    }

    [Fact]
    public async Task An_image_and_its_identity_are_reconstructed_alike()
    {
        var inverter = new FixedPointInverter(5, tolerance: 0);
        using Identity identity = await tiny.Enroll(new EnrollmentOptions { Steps = Steps, Inverter = inverter });
        ReconstructionResult ofIdentity = await tiny.Pipeline.ReconstructAsync(identity, cancellation: TestContext.Current.CancellationToken);
        ReconstructionResult ofImage = await tiny.Pipeline.ReconstructAsync(
            TinyPipeline.Portrait, new ReconstructionOptions { Steps = Steps, Inverter = inverter }, cancellation: TestContext.Current.CancellationToken);

        Assert.True(ofIdentity.Image.ContentEquals(ofImage.Image));
        Assert.True(ofIdentity.RoundTrip.ContentEquals(ofImage.RoundTrip));
        Assert.Equal((4, 24), (ofIdentity.UNetCalls, ofImage.UNetCalls));
        Assert.Equal(ofIdentity.LatentError, ofImage.LatentError);
        Assert.Equal(TinyPipeline.Portrait.Size, ofImage.Image.Size);
        Assert.Equal(identity.Inversion.Trajectory.Clean.Values.ToArray(), ofImage.Inversion.Trajectory.Clean.Values.ToArray());
    }

    [Fact]
    public async Task More_iterations_reconstruct_better()
    {
        int[] iterations = [1, 4, 10, 20];
        ReconstructionResult[] results = new ReconstructionResult[iterations.Length];
        for (int i = 0; i < results.Length; i++)
        {
            var options = new ReconstructionOptions { Steps = 20, Inverter = new FixedPointInverter(iterations[i], tolerance: 0) };
            results[i] = await tiny.Pipeline.ReconstructAsync(TinyPipeline.Portrait, options, cancellation: TestContext.Current.CancellationToken);
        }

        string errors = string.Join(", ", results.Select(result => $"{result.LatentError:G4}"));
        Assert.True(results.Zip(results.Skip(1)).All(pair => pair.Second.LatentError < pair.First.LatentError), errors);
        Assert.True(results[^1].LatentError < results[0].LatentError / 20, errors);
        Assert.True(results[^1].Psnr > results[0].Psnr, $"{results[0].Psnr} rose to {results[^1].Psnr}.");
    }
}
