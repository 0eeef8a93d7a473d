using InvAdapter.Features;
using InvAdapter.Tests.Golden;
using Xunit;

namespace InvAdapter.Tests.Pipeline;

/// <summary>What has to fit, and is checked before a network runs.</summary>
public sealed class PipelineContractTests(TinyPipeline tiny) : IClassFixture<TinyPipeline>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Inverted_latents_of_another_noise_level_are_refused_by_both_timesteps()
    {
        using Identity identity = await tiny.Enroll(new EnrollmentOptions { Steps = 4 });
        var request = new GenerationRequest("a person") { Identity = identity, Start = InitialLatents.Inverted, Sampler = SamplerKind.Ddim, Steps = 2 };

        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => tiny.Generate(request));
        Assert.Contains("timestep 751", error.Message, StringComparison.Ordinal);
        Assert.Contains("timestep 501", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schedule_that_no_epsilon_can_be_denoised_on_is_refused_at_load()
    {
        string file = CopyAndFind("scheduler", "scheduler_config.json");
        File.WriteAllText(file, File.ReadAllText(file)
            .Replace("\"rescale_betas_zero_snr\": false", "\"rescale_betas_zero_snr\": true", StringComparison.Ordinal)
            .Replace("\"leading\"", "\"trailing\"", StringComparison.Ordinal));

        ModelFormatException error = await Assert.ThrowsAsync<ModelFormatException>(Load);
        Assert.Contains("zero terminal SNR", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_vocabulary_larger_than_the_text_encoders_is_refused_at_load()
    {
        string file = CopyAndFind("text_encoder", "config.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace("49408", "1000", StringComparison.Ordinal));

        ModelFormatException error = await Assert.ThrowsAsync<ModelFormatException>(Load);
        Assert.Equal(("vocab.json", "ids up to 49407"), (error.Item, error.Actual));
    }

    [Fact]
    public async Task An_identity_disposed_under_a_call_stays_until_the_call_is_done()
    {
        var request = new GenerationRequest("a person") { Sampler = SamplerKind.Ddim, Steps = 3 };
        using Identity kept = await tiny.Enroll();
        float[] expected = await tiny.Latents(request with { Identity = kept });

        Identity identity = await tiny.Enroll();
        string file = _folder.At("identity.safetensors");
        identity.Save(file);
        identity.Dispose();
        Identity loaded = Identity.Load(file);
        var dispose = new DisposeOnFirst(loaded);
        GenerationResult result = await tiny.Generate(request with { Identity = loaded }, dispose);

        Assert.True(dispose.Done);
        Assert.Equal(expected, result.Images.Single().Latents.Values.ToArray());
        Assert.Throws<ObjectDisposedException>(() => loaded.Features);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => tiny.Generate(request with { Identity = loaded }));
        if (OperatingSystem.IsLinux())
            Assert.DoesNotContain(file, File.ReadAllText("/proc/self/maps"), StringComparison.Ordinal);
    }

    private Task<InvAdapterPipeline> Load() => InvAdapterPipeline.LoadAsync(_folder.Path, cancellation: Stop);

    private string CopyAndFind(string part, string name)
    {
        TinyModel.CopyTo(_folder.Path);
        return Path.Combine(_folder.Path, part, name);
    }

    /// <summary>Disposes an identity at the first word of progress, which comes while the call runs.</summary>
    private sealed class DisposeOnFirst(Identity identity) : IProgress<PipelineProgress>
    {
        public bool Done { get; private set; }

        public void Report(PipelineProgress value)
        {
            if (value is not { Stage: PipelineStage.Generating, Step: 0 })
                return;
            identity.Dispose();
            Done = true;
        }
    }
}
