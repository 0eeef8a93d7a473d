using InvAdapter.Features;
using InvAdapter.Imaging;
using InvAdapter.Inversion;
using InvAdapter.Tests.Golden;
using InvAdapter.Tests.Imaging;
using Xunit;

namespace InvAdapter.Tests.Pipeline;

/// <summary>Stopping: at once, between two calls, and within one.</summary>
public sealed class PipelineCancellationTests(TinyPipeline tiny) : IClassFixture<TinyPipeline>
{
    private static readonly GenerationRequest s_request = new("a person") { Steps = 3, Size = TinyPipeline.Portrait.Size };

    private static PixelBuffer Portrait => TinyPipeline.Portrait;

    [Fact]
    public async Task Nothing_starts_where_it_is_cancelled_before()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        var log = new ProgressLog();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => tiny.Pipeline.EnrollAsync(Portrait, null, log, source.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => tiny.Pipeline.GenerateAsync(s_request, log, source.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => tiny.Pipeline.ReconstructAsync(Portrait, null, log, source.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => InvAdapterPipeline.LoadAsync(tiny.Folder, null, source.Token));
        Assert.Empty(log.Reports);
    }

    [Theory]
    [InlineData(PipelineStage.Encoding, 1)]
    [InlineData(PipelineStage.Inverting, 0)]
    [InlineData(PipelineStage.Inverting, 2)]
    [InlineData(PipelineStage.Capturing, 0)]
    [InlineData(PipelineStage.Capturing, 1)]
    public async Task Enrolment_stops_at_the_report_that_cancels(PipelineStage stage, int step) =>
        await StopsAt(stage, step, (log, stop) => tiny.Pipeline.EnrollAsync(Portrait, new EnrollmentOptions { Steps = 3, Source = FeatureSource.Replay }, log, stop));

    [Theory]
    [InlineData(PipelineStage.Encoding, 0)]
    [InlineData(PipelineStage.Generating, 0)]
    [InlineData(PipelineStage.Generating, 3)]
    [InlineData(PipelineStage.Generating, 6)]
    [InlineData(PipelineStage.Decoding, 0)]
    public async Task Generation_stops_at_the_report_that_cancels(PipelineStage stage, int step) =>
        await StopsAt(stage, step, (log, stop) => tiny.Pipeline.GenerateAsync(s_request, log, stop));

    [Theory]
    [InlineData(PipelineStage.Inverting, 4)]
    [InlineData(PipelineStage.Generating, 1)]
    [InlineData(PipelineStage.Decoding, 0)]
    public async Task Reconstruction_stops_at_the_report_that_cancels(PipelineStage stage, int step) =>
        await StopsAt(stage, step, (log, stop) => tiny.Pipeline.ReconstructAsync(Portrait, new ReconstructionOptions { Steps = 3, Inverter = new FixedPointInverter(2, tolerance: 0) }, log, stop));

    [Fact]
    public async Task A_long_call_is_broken_off_in_the_middle()
    {
        // One UNet call of many seconds: 25,600 tokens attend to each other. Had it been left to its end, it would have been reported.
        using var source = new CancellationTokenSource();
        var log = new ProgressLog(report =>
        {
            if (report.Stage == PipelineStage.Generating)
                source.CancelAfter(TimeSpan.FromMilliseconds(200));
        });
        var request = new GenerationRequest("a person") { Steps = 1, GuidanceScale = 1, Size = new ImageSize(1280, 1280) };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => tiny.Pipeline.GenerateAsync(request, log, source.Token));
        Assert.Equal([new PipelineProgress(PipelineStage.Generating, 0, 1)], log.Of(PipelineStage.Generating));
        Assert.Single((await tiny.Generate(s_request)).Images);
    }

    [Fact]
    public async Task One_call_that_stops_leaves_the_others_alone()
    {
        float[] expected = await tiny.Latents(s_request);
        using var source = new CancellationTokenSource();
        var log = new ProgressLog(report =>
        {
            if (report is { Stage: PipelineStage.Generating, Step: 2 })
                source.Cancel();
        });
        Task<GenerationResult> stopped = tiny.Pipeline.GenerateAsync(s_request with { Steps = 50 }, log, source.Token);
        Task<float[]> other = tiny.Latents(s_request);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped);
        Assert.Equal(expected, await other);
    }

    private static async Task StopsAt(PipelineStage stage, int step, Func<ProgressLog, CancellationToken, Task> call)
    {
        using var source = new CancellationTokenSource();
        var log = new ProgressLog(report =>
        {
            if (report.Stage == stage && report.Step == step)
                source.Cancel();
        });

        Task running = call(log, source.Token);
        OperationCanceledException error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(source.Token, error.CancellationToken);
        Assert.True(running.IsCanceled);

        // Nothing of the network runs any more; what may follow is word that the next stage would begin.
        Assert.Equal((stage, step), (log.Reports.Where(report => report.Step > 0 || report.Stage == stage).Select(report => (report.Stage, report.Step)).Last()));
        await call(new ProgressLog(), TestContext.Current.CancellationToken).ContinueWith(
            finished => (finished as Task<Identity>)?.Result.Dispose(), TestContext.Current.CancellationToken, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
    }
}
