using InvAdapter.Features;
using InvAdapter.Tests.Golden;
using Xunit;

namespace InvAdapter.Tests.Pipeline;

/// <summary>Many calls at once, and disposal beneath them.</summary>
public sealed class PipelineConcurrencyTests(TinyPipeline tiny) : IClassFixture<TinyPipeline>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static GenerationRequest Request => new("a person") { Steps = 3, Size = TinyPipeline.Portrait.Size };

    [Fact]
    public async Task Eight_at_once_are_eight_in_turn()
    {
        using Identity one = await tiny.Enroll();
        using Identity other = await tiny.Enroll(new EnrollmentOptions { Steps = 3, Source = FeatureSource.Replay });
        GenerationRequest[] requests = [.. Enumerable.Range(0, 8).Select(i => Request with { Seeds = [i / 2], Identity = i % 2 == 0 ? one : other })];

        float[][] atOnce = await Task.WhenAll(requests.Select(tiny.Latents));
        for (int i = 0; i < requests.Length; i++)
            Assert.Equal(await tiny.Latents(requests[i]), atOnce[i]);
        Assert.NotEqual(atOnce[0], atOnce[1]);
    }

    [Fact]
    public async Task Enrolment_and_generation_do_not_meet()
    {
        using Identity before = await tiny.Enroll();
        float[] expected = await tiny.Latents(Request with { Identity = before });

        Task<Identity>[] enrolling = [.. Enumerable.Range(0, 3).Select(_ => tiny.Enroll())];
        Task<float[]>[] generating = [.. Enumerable.Range(0, 3).Select(_ => tiny.Latents(Request with { Identity = before }))];
        foreach (Task<float[]> generated in generating)
            Assert.Equal(expected, await generated);
        foreach (Task<Identity> enrolled in enrolling)
        {
            using Identity identity = await enrolled;
            Assert.Equal(expected, await tiny.Latents(Request with { Identity = identity }));
        }
    }

    [Fact]
    public async Task Disposal_waits_for_the_calls_under_way()
    {
        InvAdapterPipeline pipeline = await InvAdapterPipeline.LoadAsync(tiny.Folder, cancellation: Stop);
        var underWay = new TaskCompletionSource();
        using var goOn = new ManualResetEventSlim();
        var log = new ProgressLog(report =>
        {
            if (report is { Stage: PipelineStage.Generating, Step: 2 })
            {
                underWay.SetResult();
                goOn.Wait(Stop);
            }
        });

        Task<GenerationResult> call = pipeline.GenerateAsync(Request, log, Stop);
        await underWay.Task;
        Task first = pipeline.DisposeAsync().AsTask();
        Task second = pipeline.DisposeAsync().AsTask();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => pipeline.GenerateAsync(Request, cancellation: Stop));
        Assert.False(first.IsCompleted);
        Assert.False(second.IsCompleted);

        goOn.Set();
        Assert.Equal(await tiny.Latents(Request), (await call).Images[0].Latents.Values.ToArray());
        await first;
        await second;
    }

    [Fact]
    public async Task Nothing_begins_after_disposal()
    {
        using Identity identity = await tiny.Enroll();
        InvAdapterPipeline pipeline = await InvAdapterPipeline.LoadAsync(tiny.Folder, cancellation: Stop);
        await pipeline.DisposeAsync();
        await pipeline.DisposeAsync();

        ObjectDisposedException error = await Assert.ThrowsAsync<ObjectDisposedException>(() => pipeline.GenerateAsync(Request, cancellation: Stop));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => pipeline.EnrollAsync(TinyPipeline.Portrait, cancellation: Stop));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => pipeline.ReconstructAsync(TinyPipeline.Portrait, cancellation: Stop));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => pipeline.ReconstructAsync(identity, cancellation: Stop));
        Assert.Contains(nameof(InvAdapterPipeline), error.ObjectName, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disposed_identity_is_refused_by_name_and_harms_nobody()
    {
        Identity identity = await tiny.Enroll();
        float[] drawn = await tiny.Latents(Request with { Identity = identity });
        identity.Dispose();
        identity.Dispose();

        ObjectDisposedException error = await Assert.ThrowsAsync<ObjectDisposedException>(() => tiny.Generate(Request with { Identity = identity }));
        Assert.Contains(nameof(Identity), error.ObjectName, StringComparison.Ordinal);
        using Identity again = await tiny.Enroll();
        Assert.Equal(drawn, await tiny.Latents(Request with { Identity = again }));
    }

    [Fact]
    public async Task Identities_outlive_pipelines_and_no_cache_size_changes_a_bit()
    {
        using Identity identity = await tiny.Enroll();
        float[] expected = await tiny.Latents(Request with { Identity = identity });
        foreach (long bytes in new long[] { 0, 200_000 })
        {
            var options = new PipelineOptions { AdapterPath = TinyModel.Adapter, ProjectionCacheBytes = bytes };
            await using InvAdapterPipeline other = await InvAdapterPipeline.LoadAsync(tiny.Folder, options, Stop);
            Assert.Equal(expected, (await other.GenerateAsync(Request with { Identity = identity }, cancellation: Stop)).Images[0].Latents.Values.ToArray());
        }
    }
}
