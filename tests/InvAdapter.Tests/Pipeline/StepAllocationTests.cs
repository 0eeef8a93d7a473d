using InvAdapter.Features;
using InvAdapter.Tests.Golden;
using Xunit;

namespace InvAdapter.Tests.Pipeline;

/// <summary>What a denoising step leaves to the garbage collector: counted on the thread that denoises, between one UNet call's report and the next's.</summary>
public sealed class StepAllocationTests : IDisposable
{
    private const int Steps = 8;

    /// <summary>Where every step has features of its own, their names are told to the runtime anew, some 80 bytes each.</summary>
    private const long MostBytesWithNewFeatures = 4096;
    private const long MostBytes = 1024;

    private readonly TemporaryFolder _folder = new();
    private readonly string _model;

    public StepAllocationTests() => _model = TinyModel.CopyTo(_folder.At("model"));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, SamplerKind.Ddim, 1, null)]
    [InlineData(7.5, SamplerKind.Ddim, 1, null)]
    [InlineData(7.5, SamplerKind.DpmSolver, 2, null)]
    [InlineData(1, SamplerKind.Ddim, 1, FeatureSource.Clean)]
    [InlineData(7.5, SamplerKind.Ddim, 1, FeatureSource.Clean)]
    [InlineData(7.5, SamplerKind.DpmSolver, 2, FeatureSource.Clean)]
    [InlineData(7.5, SamplerKind.Ddim, 1, FeatureSource.InversionPass)]
    public async Task A_step_allocates_next_to_nothing(double guidance, SamplerKind sampler, int batch, FeatureSource? source)
    {
        // A token that can be cancelled, as an app's is.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        await using InvAdapterPipeline pipeline = await InvAdapterPipeline.LoadAsync(_model, cancellation: Stop);
        using Identity? identity = source is null ? null : await pipeline.EnrollAsync(TinyPipeline.Portrait, new EnrollmentOptions { Source = source, Steps = Steps }, cancellation: Stop);
        var request = new GenerationRequest("a portrait")
        {
            Steps = Steps, GuidanceScale = guidance, Sampler = sampler, Seeds = [.. Enumerable.Range(1, batch).Select(seed => (long)seed)], BatchSize = batch, Identity = identity,
        };
        await pipeline.GenerateAsync(request, cancellation: Stop);
        var log = new AllocationLog(guidance > 1 ? 2 : 1);
        await pipeline.GenerateAsync(request, log, stop.Token);

        // The first step of a run binds what the others find bound.
        Assert.Equal(Steps - 1, log.BytesOfSteps.Count);
        long most = source is FeatureSource.InversionPass ? MostBytesWithNewFeatures : MostBytes;
        Assert.All(log.BytesOfSteps.Skip(1), bytes => Assert.InRange(bytes, 0, most));
    }

    private sealed class AllocationLog(int callsOfStep) : IProgress<PipelineProgress>
    {
        private long _before = -1;

        public List<long> BytesOfSteps { get; } = new(4 * Steps);

        public void Report(PipelineProgress value)
        {
            if (value.Stage != PipelineStage.Generating || value.Step == 0 || value.Step % callsOfStep != 0)
                return;
            long now = GC.GetAllocatedBytesForCurrentThread();
            if (_before >= 0)
                BytesOfSteps.Add(now - _before);
            _before = now;
        }
    }
}
