using System.Collections.Immutable;
using InvAdapter.Features;
using InvAdapter.Imaging;
using InvAdapter.Inversion;
using InvAdapter.Models;
using InvAdapter.Runtime;
using InvAdapter.Scheduling;
using InvAdapter.Tests.Imaging;

namespace InvAdapter.Tests.Cli;

/// <summary>A pipeline without networks: images are plain colours by seed, and calls are kept to be looked at.</summary>
internal sealed class FakePipeline : IInvAdapterPipeline
{
    public const string Fingerprint = "00112233445566778899aabbccddeeff";

    public ImageSize DefaultSize => new(64, 64);

    public int SizeMultiple => 8;

    /// <summary>Thrown by loading.</summary>
    public Exception? LoadingFails { get; init; }

    /// <summary>Thrown by the last step of whatever is called.</summary>
    public Exception? RunFails { get; init; }

    /// <summary>Behind how many steps the user presses Ctrl+C.</summary>
    public int CancelsAtStep { get; init; } = int.MaxValue;

    /// <summary>What prompts lose.</summary>
    public string CutText { get; init; } = "";

    public CancellationTokenSource Cancellation { get; } = new();

    public List<string> Loads { get; } = [];

    public PipelineOptions? Options { get; private set; }

    public List<(PixelBuffer Image, EnrollmentOptions Options)> Enrollments { get; } = [];

    public List<GenerationRequest> Generations { get; } = [];

    public List<ReconstructionOptions> Reconstructions { get; } = [];

    public int Disposals { get; private set; }

    public static PixelBuffer Drawing(long seed, ImageSize size) => Pictures.Of(size.Width, size.Height, (_, _) => ((int)(seed % 200), 100, 50));

    public Task<IInvAdapterPipeline> LoadAsync(string folder, PipelineOptions options, CancellationToken cancellation)
    {
        Loads.Add(folder);
        Options = options;
        return LoadingFails is null ? Task.FromResult<IInvAdapterPipeline>(this) : Task.FromException<IInvAdapterPipeline>(LoadingFails);
    }

    public async Task<Identity> EnrollAsync(PixelBuffer reference, EnrollmentOptions? options = null, IProgress<PipelineProgress>? progress = null, CancellationToken cancellation = default)
    {
        Enrollments.Add((reference, options!));
        await Work(PipelineStage.Inverting, options!.Steps, progress, cancellation);
        return Identity(reference.Size, options);
    }

    public async Task<GenerationResult> GenerateAsync(GenerationRequest request, IProgress<PipelineProgress>? progress = null, CancellationToken cancellation = default)
    {
        Generations.Add(request);
        await Work(PipelineStage.Generating, request.Steps, progress, cancellation);
        ImageSize size = request.Size ?? DefaultSize;
        ImmutableArray<GeneratedImage> images = [.. request.Seeds.Select(seed => new GeneratedImage(Drawing(seed, size), seed, new Latents(Shape(size))))];
        var prompt = new TokenizedPrompt([.. new int[77]], 3, CutText);
        return new GenerationResult(images, prompt, request.GuidanceScale > 1 ? prompt : null, request.Steps * 2, TimeSpan.FromSeconds(1));
    }

    public async Task<ReconstructionResult> ReconstructAsync(PixelBuffer image, ReconstructionOptions? options = null, IProgress<PipelineProgress>? progress = null, CancellationToken cancellation = default)
    {
        Reconstructions.Add(options!);
        await Work(PipelineStage.Inverting, options!.Steps, progress, cancellation);
        return new ReconstructionResult(image, image, 0.25, double.PositiveInfinity, Inverted(image.Size, options.Steps), 7, TimeSpan.FromSeconds(2));
    }

    public async Task<ReconstructionResult> ReconstructAsync(Identity identity, IProgress<PipelineProgress>? progress = null, CancellationToken cancellation = default)
    {
        await Work(PipelineStage.Generating, identity.Origin.Steps, progress, cancellation);
        PixelBuffer image = Drawing(150, DefaultSize);
        return new ReconstructionResult(image, image, 0.5, 20, identity.Inversion, 3, TimeSpan.FromSeconds(1));
    }

    public ValueTask DisposeAsync()
    {
        Disposals++;
        return ValueTask.CompletedTask;
    }

    private static LatentShape Shape(ImageSize size) => new(1, 4, size.Height / 8, size.Width / 8);

    private static InversionResult Inverted(ImageSize size, int steps) => new(
        new Trajectory([.. Enumerable.Range(0, steps + 1).Select(_ => new Latents(Shape(size)))], [.. SchedulerConfiguration.StableDiffusion15.Build(steps).Timesteps.Reverse()]),
        steps,
        [.. Enumerable.Range(0, steps).Select(step => (double)(step + 1) / steps)]);

    private static Identity Identity(ImageSize size, EnrollmentOptions options)
    {
        var feature = DeviceTensor.FromMemory<float>(new float[] { 1, 2, 3, 4, 5, 6, 7, 8 }, 1, 2, 4);
        var features = new FeatureSet([new(0, new Dictionary<string, DeviceTensor> { ["mid_block.attentions.0.transformer_blocks.0.attn1"] = feature })]);
        var origin = new IdentityOrigin(Fingerprint, SchedulerConfiguration.StableDiffusion15, options.Steps, options.Source ?? FeatureSource.InversionPass, options.Inverter.ToString()!, options.Steps);
        return new Identity(origin, Inverted(size, options.Steps), features);
    }

    private async Task Work(PipelineStage stage, int steps, IProgress<PipelineProgress>? progress, CancellationToken cancellation)
    {
        for (int step = 0; step <= steps; step++)
        {
            progress?.Report(new PipelineProgress(stage, step, steps));
            if (step >= CancelsAtStep)
                await Cancellation.CancelAsync();
            cancellation.ThrowIfCancellationRequested();
        }

        if (RunFails is not null)
            throw RunFails;
    }
}
