using InvAdapter.Adapters;
using InvAdapter.Configuration;
using InvAdapter.Features;
using InvAdapter.Imaging;
using InvAdapter.Models;
using InvAdapter.Scheduling;
using InvAdapter.Tests.Golden;
using Xunit;

namespace InvAdapter.Tests.Pipeline;

/// <summary>Generation through the pipeline, on the tiny model with the trained adapter.</summary>
public sealed class PipelineGenerationTests(TinyPipeline tiny) : IClassFixture<TinyPipeline>
{
    private const string Prompt = "a person in the snow";

    private static GenerationRequest Plain => new(Prompt) { Sampler = SamplerKind.Ddim, Steps = 4, GuidanceScale = 5, Size = TinyPipeline.Portrait.Size };

    [Theory]
    [InlineData(64, 64)]
    [InlineData(40, 72)]
    [InlineData(128, 8)]
    public async Task An_image_has_the_size_that_was_asked_for(int width, int height)
    {
        GenerationResult result = await tiny.Generate(Plain with { Size = new ImageSize(width, height), Seeds = [3, 1, 2] });

        Assert.Equal([3, 1, 2], result.Images.Select(image => image.Seed));
        Assert.All(result.Images, image => Assert.Equal(new ImageSize(width, height), image.Image.Size));
        Assert.All(result.Images, image => Assert.Equal(new LatentShape(1, 4, height / 8, width / 8), image.Latents.Shape));
        Assert.Equal(3 * 4 * 2, result.UNetCalls);
        Assert.True(result.Elapsed > TimeSpan.Zero);
    }

    [Fact]
    public async Task Without_a_size_it_is_the_identitys_or_the_models()
    {
        using Identity identity = await tiny.Enroll();
        GenerationResult own = await tiny.Generate(Plain with { Size = null, Identity = identity, Steps = 1 });
        GenerationResult models = await tiny.Generate(Plain with { Size = null, Steps = 1 });

        Assert.Equal(new ImageSize(128, 128), tiny.Pipeline.DefaultSize);
        Assert.Equal(TinyPipeline.Portrait.Size, own.Images[0].Image.Size);
        Assert.Equal(tiny.Pipeline.DefaultSize, models.Images[0].Image.Size);
    }

    [Fact]
    public async Task A_seed_is_an_image()
    {
        GenerationResult first = await tiny.Generate(Plain with { Seeds = [7, 8] });
        GenerationResult again = await tiny.Generate(Plain with { Seeds = [8, 7] });

        Assert.True(first.Images[0].Image.ContentEquals(again.Images[1].Image));
        Assert.True(first.Images[1].Image.ContentEquals(again.Images[0].Image));
        Assert.Equal(first.Images[0].Latents.Values, again.Images[1].Latents.Values);
        Assert.False(first.Images[0].Image.ContentEquals(first.Images[1].Image));
    }

    [Fact]
    public async Task It_is_guided_DDIM_from_PyTorchs_noise()
    {
        var start = new Latents(new LatentShape(1, 4, 8, 6));
        new TorchGenerator(41).Fill(start.Values);
        DdimSchedule schedule = tiny.Schedule(4);
        UNet unet = TinyPipeline.Networks.UNet;
        var denoiser = new GuidedDenoiser(new PromptedDenoiser(unet, tiny.Embed(Prompt)), new PromptedDenoiser(unet, tiny.Embed("blurry")), 5);
        Latents expected = new DdimSampler(denoiser, schedule).Run(start, TestContext.Current.CancellationToken);

        Assert.Equal(expected.Values.ToArray(), await tiny.Latents(Plain with { Seeds = [41], NegativePrompt = "blurry" }));
        Assert.NotEqual(expected.Values.ToArray(), await tiny.Latents(Plain with { Seeds = [41] }));
    }

    [Fact]
    public async Task Without_strength_or_identity_it_is_the_plain_model_to_the_last_bit()
    {
        using Identity identity = await tiny.Enroll();
        float[] plain = await tiny.Latents(Plain);
        foreach (Fusion fusion in Enum.GetValues<Fusion>())
        {
            Assert.Equal(plain, await tiny.Latents(Plain with { Identity = identity, Strength = 0, Fusion = fusion }));
            Assert.NotEqual(plain, await tiny.Latents(Plain with { Identity = identity, Strength = 0.01, Fusion = fusion }));
        }
    }

    [Fact]
    public async Task Sites_and_fusion_are_chosen_by_the_request()
    {
        using Identity identity = await tiny.Enroll();
        GenerationRequest request = Plain with { Identity = identity };
        float[] all = await tiny.Latents(request);
        float[] self = await tiny.Latents(request with { Sites = SiteFilter.Self });
        float[] cross = await tiny.Latents(request with { Sites = SiteFilter.Cross });

        Assert.Equal(all, await tiny.Latents(request with { Sites = SiteFilter.Self | SiteFilter.Cross }));
        Assert.NotEqual(all, self);
        Assert.NotEqual(all, cross);
        Assert.NotEqual(self, cross);

        Assert.Equal(all, await tiny.Latents(request with { Fusion = tiny.Pipeline.Adapter.Fusion }));
        Assert.NotEqual(all, await tiny.Latents(request with { Fusion = Fusion.Decoupled }));
        Assert.Equal(Fusion.Embedded, tiny.Pipeline.Adapter.Fusion);
    }

    [Fact]
    public async Task A_strength_schedule_acts_within_its_window_only()
    {
        using Identity identity = await tiny.Enroll();
        float[] plain = await tiny.Latents(Plain);
        GenerationRequest request = Plain with { Identity = identity };
        float[] full = await tiny.Latents(request);
        float[] early = await tiny.Latents(request with { Strength = new StrengthSchedule { End = 0.5 } });

        // Of four steps, at 0, 1/3, 2/3 and 1, the first two lie in 0 … 0.5: any end between 1/3 and 2/3 is the same run.
        Assert.Equal(early, await tiny.Latents(request with { Strength = new StrengthSchedule { End = 0.4 } }));
        Assert.NotEqual(early, full);
        Assert.NotEqual(early, plain);
        Assert.Equal(full, await tiny.Latents(request with { Strength = new StrengthSchedule() }));
        Assert.Equal(plain, await tiny.Latents(request with { Strength = new StrengthSchedule { Start = 0.4, End = 0.6 } }));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(3)]
    public async Task A_batch_gives_what_single_images_give(int batch)
    {
        using Identity identity = await tiny.Enroll();
        GenerationRequest request = Plain with { Identity = identity, Seeds = [5, 6, 7, 8] };
        GenerationResult together = await tiny.Generate(request with { BatchSize = batch });
        GenerationResult apart = await tiny.Generate(request);

        Assert.Equal((4 + batch - 1) / batch * 4 * 2, together.UNetCalls);
        Assert.Equal(request.Seeds, together.Images.Select(image => image.Seed));
        for (int i = 0; i < 4; i++)
            Close.To(apart.Images[i].Latents.Values, together.Images[i].Latents.Values, Close.Run, $"image {i}");
    }

    [Fact]
    public async Task Fresh_noise_comes_from_each_images_seed()
    {
        GenerationRequest request = Plain with { Eta = 0.7, Seeds = [5, 6] };
        GenerationResult first = await tiny.Generate(request);
        GenerationResult batched = await tiny.Generate(request with { BatchSize = 2 });
        float[] alone = await tiny.Latents(request with { Seeds = [6] });

        Assert.Equal(first.Images[1].Latents.Values.ToArray(), alone);
        Close.To(alone, batched.Images[1].Latents.Values, Close.Run, "seed 6 in a batch");
        Assert.NotEqual(alone, await tiny.Latents(Plain with { Seeds = [6] }));
        Assert.NotEqual(alone, await tiny.Latents(request with { Seeds = [6], Eta = 0.6 }));
    }

    [Fact]
    public async Task From_inverted_latents_with_nothing_added_comes_the_reference()
    {
        using Identity identity = await tiny.Enroll();
        ReconstructionResult reconstruction = await tiny.Pipeline.ReconstructAsync(identity, cancellation: TestContext.Current.CancellationToken);
        var request = new GenerationRequest("") { Sampler = SamplerKind.Ddim, Steps = 4, GuidanceScale = 1, Identity = identity, Strength = 0, Start = InitialLatents.Inverted };
        GenerationResult drawn = await tiny.Generate(request);

        Assert.True(reconstruction.Image.ContentEquals(drawn.Images[0].Image));
        Assert.Equal(4, drawn.UNetCalls);
        Assert.Null(drawn.NegativePrompt);
        Assert.False(reconstruction.Image.ContentEquals((await tiny.Generate(request with { Start = InitialLatents.Noise })).Images[0].Image));
    }

    [Fact]
    public async Task Cut_prompts_are_reported()
    {
        string tooLong = string.Concat(Enumerable.Repeat("the ", 75)) + "END of it";
        GenerationResult result = await tiny.Generate(Plain with { Steps = 1, Prompt = tooLong, NegativePrompt = "the the " + tooLong });
        GenerationResult fits = await tiny.Generate(Plain with { Steps = 1 });

        Assert.True(result.Prompt.IsTruncated);
        Assert.Equal("end of it", result.Prompt.CutText);
        Assert.Equal("the the end of it", result.NegativePrompt?.CutText);
        Assert.False(fits.Prompt.IsTruncated);
        Assert.False(fits.NegativePrompt?.IsTruncated);
    }

    [Fact]
    public async Task The_dpm_solver_is_ddim_in_two_steps_and_not_in_more()
    {
        // The first and the last step are of first order.
        float[] ddim = await tiny.Latents(Plain with { Steps = 2 });
        float[] solver = await tiny.Latents(Plain with { Steps = 2, Sampler = SamplerKind.DpmSolver });
        Close.To(ddim, solver, 1e-3, "two steps");

        GenerationRequest more = Plain with { Steps = 5, Sampler = SamplerKind.DpmSolver };
        float[] drawn = await tiny.Latents(more);
        Assert.Equal(drawn, await tiny.Latents(more));
        Assert.NotEqual(drawn, await tiny.Latents(more with { Sampler = SamplerKind.Ddim }));
        Assert.Equal((await tiny.Generate(more with { Sampler = SamplerKind.Ddim })).UNetCalls, (await tiny.Generate(more)).UNetCalls);
    }
}
