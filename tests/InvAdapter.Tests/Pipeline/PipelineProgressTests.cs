using InvAdapter.Adapters;
using InvAdapter.Features;
using InvAdapter.Inversion;
using InvAdapter.Tests.Golden;
using Xunit;

namespace InvAdapter.Tests.Pipeline;

/// <summary>A report behind every UNet call, stage by stage, each ending complete.</summary>
public sealed class PipelineProgressTests(TinyPipeline tiny) : IClassFixture<TinyPipeline>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 1, 3)]
    [InlineData(5, 1, 6)]
    [InlineData(5, 2, 6)]
    public async Task Generation_reports_every_call_and_every_image(double guidance, int images, int callsOfOne)
    {
        var log = new ProgressLog();
        GenerationResult result = await tiny.Generate(
            new GenerationRequest("a person") { Steps = 3, GuidanceScale = guidance, Size = TinyPipeline.Portrait.Size, Seeds = [.. Enumerable.Range(0, images)] }, log);

        Assert.Equal(
            [
                .. Whole(PipelineStage.Encoding, 1),
                .. Whole(PipelineStage.Generating, images * callsOfOne),
                .. Whole(PipelineStage.Decoding, images),
            ],
            log.Reports);
        Assert.Equal(images * callsOfOne, result.UNetCalls);
    }

    /// <summary>With the last of the announced calls the network gives its memory back, so their number has to be right.</summary>
    [Fact]
    public async Task Calls_come_out_as_announced_however_an_identity_is_drawn()
    {
        using Identity identity = await tiny.Enroll(new EnrollmentOptions { Steps = 3 });
        var plain = new GenerationRequest("a person") { Steps = 3, GuidanceScale = 5, Identity = identity, Size = TinyPipeline.Portrait.Size, Seeds = [1, 2, 3], BatchSize = 2 };
        foreach (GenerationRequest request in (GenerationRequest[])
            [
                plain,
                plain with { Sampler = SamplerKind.Ddim },
                plain with { Eta = 0.5 },
                plain with { Start = InitialLatents.Inverted },
                plain with { Strength = new StrengthSchedule { From = 1, To = 1, Start = 0.3, End = 0.6 } },
            ])
        {
            var log = new ProgressLog();
            GenerationResult result = await tiny.Generate(request, log);
            Assert.Equal(Whole(PipelineStage.Generating, 12), log.Of(PipelineStage.Generating));
            Assert.Equal(12, result.UNetCalls);
        }
    }

    [Theory]
    [InlineData(FeatureSource.InversionPass, 2, 6, 0)]
    [InlineData(FeatureSource.Replay, 2, 6, 3)]
    [InlineData(FeatureSource.Trajectory, 2, 6, 3)]
    public async Task Enrolment_reports_inverting_and_capturing_apart(FeatureSource source, int iterations, int inverting, int capturing)
    {
        var log = new ProgressLog();
        using Identity identity = await tiny.Pipeline.EnrollAsync(
            TinyPipeline.Portrait, new EnrollmentOptions { Steps = 3, Inverter = new FixedPointInverter(iterations, tolerance: 0), Source = source }, log, Stop);

        IEnumerable<PipelineProgress> captured = capturing > 0 ? Whole(PipelineStage.Capturing, capturing) : [];
        Assert.Equal([.. Whole(PipelineStage.Encoding, 1), .. Whole(PipelineStage.Inverting, inverting), .. captured], log.Reports);
        Assert.Equal(inverting + capturing, identity.Origin.UNetCalls);
    }

    [Fact]
    public async Task Reconstruction_reports_both_ways()
    {
        var log = new ProgressLog();
        ReconstructionResult result = await tiny.Pipeline.ReconstructAsync(
            TinyPipeline.Portrait, new ReconstructionOptions { Steps = 3, Inverter = new DdimInverter() }, log, Stop);

        Assert.Equal([.. Whole(PipelineStage.Encoding, 1), .. Whole(PipelineStage.Inverting, 3), .. Whole(PipelineStage.Generating, 3)], log.Reports.TakeWhile(report => report.Stage != PipelineStage.Decoding));
        Assert.Equal(new PipelineProgress(PipelineStage.Decoding, 2, 2), log.Reports[^1]);
        Assert.Equal(6, result.UNetCalls);
    }

    [Fact]
    public async Task A_tolerance_ends_a_stage_early_and_the_count_is_that_of_the_calls()
    {
        var log = new ProgressLog();
        using Identity identity = await tiny.Pipeline.EnrollAsync(
            TinyPipeline.Portrait, new EnrollmentOptions { Steps = 3, Inverter = new FixedPointInverter(50, 0.2) }, log, Stop);

        PipelineProgress[] inverting = log.Of(PipelineStage.Inverting);
        Assert.Equal(Enumerable.Range(0, identity.Origin.UNetCalls + 1), inverting.Select(report => report.Step));
        Assert.All(inverting, report => Assert.Equal(150, report.Steps));
    }

    [Fact]
    public async Task What_a_report_throws_ends_the_call_and_the_pipeline_goes_on()
    {
        var log = new ProgressLog(report =>
        {
            if (report is { Stage: PipelineStage.Inverting, Step: 2 })
                throw new InvalidTimeZoneException("from the app");
        });
        var options = new EnrollmentOptions { Steps = 3 };
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => tiny.Pipeline.EnrollAsync(TinyPipeline.Portrait, options, log, Stop));

        using Identity identity = await tiny.Enroll(options);
        Assert.Equal(3, identity.Origin.UNetCalls);
    }

    private static IEnumerable<PipelineProgress> Whole(PipelineStage stage, int steps) =>
        Enumerable.Range(0, steps + 1).Select(step => new PipelineProgress(stage, step, steps));
}
