using System.Diagnostics;
using InvAdapter.Features;
using InvAdapter.Tests.Golden;
using Xunit;

namespace InvAdapter.Tests.Pipeline;

/// <summary>What a pipeline and an identity leave behind: nothing. Watches the process through /proc, so it runs alone.</summary>
[Collection(nameof(PipelineLeakTests))]
public sealed class PipelineLeakTests : IDisposable
{
    private const int WarmUp = 4;
    private const int Cycles = 12;

    private readonly TemporaryFolder _folder = new();
    private readonly string _model;

    public PipelineLeakTests() => _model = TinyModel.CopyTo(_folder.At("model"));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nothing_is_left_of_a_disposed_pipeline()
    {
        for (int i = 0; i < WarmUp; i++)
            await Use(i);
        (int files, long memory) = Measure();
        for (int i = 0; i < Cycles; i++)
            await Use(i);
        (int filesAfter, long memoryAfter) = Measure();

        Assert.Equal(files, filesAfter);
        Assert.InRange(memoryAfter, 0, memory + (48L << 20));
    }

    [Fact]
    public async Task A_failed_load_and_a_cancelled_call_leave_nothing()
    {
        string configuration = Path.Combine(_model, "unet", "config.json");
        for (int i = 0; i < WarmUp; i++)
        {
            using var source = new CancellationTokenSource();
            InvAdapterPipeline pipeline = await InvAdapterPipeline.LoadAsync(_model, cancellation: Stop);
            var log = new ProgressLog(report =>
            {
                if (report is { Stage: PipelineStage.Capturing, Step: 1 })
                    source.Cancel();
            });
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
                pipeline.EnrollAsync(TinyPipeline.Portrait, new EnrollmentOptions { Steps = 3, Source = FeatureSource.Trajectory }, log, source.Token));

            // Whichever of two disposals is waited for, everything is released behind it.
            Task first = pipeline.DisposeAsync().AsTask();
            await pipeline.DisposeAsync();
            AssertUnmapped();
            await first;

            string text = await File.ReadAllTextAsync(configuration, Stop);
            await File.WriteAllTextAsync(configuration, text.Replace("\"layers_per_block\": 2", "\"layers_per_block\": 3", StringComparison.Ordinal), Stop);
            await Assert.ThrowsAsync<ModelFormatException>(() => InvAdapterPipeline.LoadAsync(_model, cancellation: Stop));
            await File.WriteAllTextAsync(configuration, text, Stop);
            AssertUnmapped();
        }
    }

    private async Task Use(int seed)
    {
        string file = _folder.At("identity");
        await using (InvAdapterPipeline pipeline = await InvAdapterPipeline.LoadAsync(_model, new PipelineOptions { AdapterPath = TinyModel.Adapter }, Stop))
        {
            Assert.Contains(Mapped(), path => path.EndsWith("diffusion_pytorch_model.safetensors", StringComparison.Ordinal));
            using (Identity identity = await pipeline.EnrollAsync(TinyPipeline.Portrait, new EnrollmentOptions { Steps = 2 }, cancellation: Stop))
                identity.Save(file);
            using (Identity loaded = Identity.Load(file))
            {
                Assert.Contains(file, Mapped());
                await pipeline.GenerateAsync(new GenerationRequest("a person") { Steps = 2, Identity = loaded, Seeds = [seed] }, cancellation: Stop);
            }

            Assert.DoesNotContain(file, Mapped());
        }

        AssertUnmapped();
    }

    private void AssertUnmapped() => Assert.Empty(Mapped());

    /// <summary>Files under this test's folder that are mapped into memory.</summary>
    private string[] Mapped() =>
    [
        .. File.ReadLines("/proc/self/maps").Where(line => line.Contains(_folder.Path, StringComparison.Ordinal))
            .Select(line => line[line.IndexOf(_folder.Path, StringComparison.Ordinal)..]).Distinct()
    ];

    private static (int Files, long Memory) Measure()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using var self = Process.GetCurrentProcess();
        return (Directory.GetFileSystemEntries("/proc/self/fd").Length, self.WorkingSet64);
    }
}

/// <summary>Other tests open files and take memory, which these count.</summary>
[CollectionDefinition(nameof(PipelineLeakTests), DisableParallelization = true)]
public sealed class PipelineLeakGroup;
