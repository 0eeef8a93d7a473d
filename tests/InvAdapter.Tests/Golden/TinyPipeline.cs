using InvAdapter.Features;
using InvAdapter.Imaging;
using InvAdapter.Models;
using InvAdapter.Scheduling;
using InvAdapter.Tests.Imaging;
using Xunit;

namespace InvAdapter.Tests.Golden;

/// <summary>The tiny model in a folder of its own, and a pipeline with the trained adapter on it.</summary>
public sealed class TinyPipeline : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>A folder with everything that a pipeline needs.</summary>
    public string Folder => _folder.At("model");

    public InvAdapterPipeline Pipeline { get; private set; } = null!;

    /// <summary>The same networks, loaded apart from the pipeline.</summary>
    public static GoldenPipeline Networks => GoldenPipeline.Open(TinyModel.Source);

    /// <summary>A drawn face-to-be, whose sides are multiples of 8.</summary>
    public static PixelBuffer Portrait { get; } = Pictures.Photo(48, 64);

    public async ValueTask InitializeAsync()
    {
        TinyModel.CopyTo(Folder);
        Pipeline = await InvAdapterPipeline.LoadAsync(Folder, new PipelineOptions { AdapterPath = TinyModel.Adapter });
    }

    public async ValueTask DisposeAsync()
    {
        await Pipeline.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Enrolls the portrait in a few steps.</summary>
    public Task<Identity> Enroll(EnrollmentOptions? options = null) =>
        Pipeline.EnrollAsync(Portrait, options ?? new EnrollmentOptions { Steps = 4 }, cancellation: TestContext.Current.CancellationToken);

    public Task<GenerationResult> Generate(GenerationRequest request, IProgress<PipelineProgress>? progress = null) =>
        Pipeline.GenerateAsync(request, progress, TestContext.Current.CancellationToken);

    /// <summary>The latents of a single generated image.</summary>
    public async Task<float[]> Latents(GenerationRequest request) => (await Generate(request)).Images.Single().Latents.Values.ToArray();

    /// <summary>What a prompt is to the UNet.</summary>
    public TextEmbedding Embed(string prompt) =>
        Networks.Text.Encode(ClipTokenizer.Load(Path.Combine(Folder, "tokenizer")).Tokenize(prompt).Ids.AsSpan(), TestContext.Current.CancellationToken);

    public DdimSchedule Schedule(int steps) => SchedulerConfiguration.Load(Path.Combine(Folder, "scheduler")).Build(steps);
}
