using System.Collections.Immutable;
using System.Diagnostics;
using InvAdapter.Imaging;
using InvAdapter.Models;
using InvAdapter.Scheduling;

namespace InvAdapter;

/// <summary>One generation: encode the prompts, denoise a batch of seeds at a time, decode.</summary>
internal sealed class Generation(PipelineParts parts, GenerationRequest request, ImageSize size, IProgress<PipelineProgress>? progress, CancellationToken cancellation)
{
    private readonly DdimSchedule _schedule = parts.Scheduler.Build(request.Steps);

    public GenerationResult Run()
    {
        var clock = Stopwatch.StartNew();
        bool guided = request.GuidanceScale > 1;
        long[][] batches = [.. request.Seeds.Chunk(request.BatchSize)];
        int calls = batches.Length * _schedule.Steps * (guided ? 2 : 1);
        using UNetRun unet = parts.UNet.Begin(calls);
        var predictor = new ReportingPredictor(unet, progress);
        progress?.Report(new PipelineProgress(PipelineStage.Encoding, 0, 1));
        (TokenizedPrompt promptTokens, TextEmbedding prompt) = Prompts.Encode(parts, request.Prompt, cancellation);
        (TokenizedPrompt? Tokens, TextEmbedding? Embedding) negative = guided ? Prompts.Encode(parts, request.NegativePrompt, cancellation) : default;
        progress?.Report(new PipelineProgress(PipelineStage.Encoding, 1, 1));

        IDenoiser denoiser = Feed() is { } identity
            ? new IdentityDenoiser(predictor, prompt, identity, _schedule.Timesteps)
            : new PromptedDenoiser(predictor, prompt);
        if (negative.Embedding is { } embedding)
            denoiser = new GuidedDenoiser(denoiser, new PromptedDenoiser(predictor, embedding), request.GuidanceScale);

        predictor.Begin(PipelineStage.Generating, calls);
        Latents[] latents = [.. batches.Select(seeds => Denoise(denoiser, seeds))];

        progress?.Report(new PipelineProgress(PipelineStage.Decoding, 0, request.Seeds.Length));
        ImmutableArray<GeneratedImage> images = [.. latents.SelectMany(Decode).Select(NumberAndReport)];
        return new GenerationResult(images, promptTokens, negative.Tokens, predictor.Calls, clock.Elapsed);
    }

    private IdentityFeed? Feed() => request.Identity is null
        ? null
        : new IdentityFeed(parts.Adapter, request.Sites)
        {
            Identity = request.Identity,
            Fusion = request.Fusion ?? parts.Adapter.Fusion,
            Strength = request.Strength,
            Steps = _schedule.Steps,
        };

    private Latents Denoise(IDenoiser denoiser, long[] seeds)
    {
        var one = new LatentShape(1, parts.UNet.LatentChannels, size.Height / parts.Autoencoder.Downscale, size.Width / parts.Autoencoder.Downscale);
        var start = new Latents(one with { Batch = seeds.Length });
        TorchGenerator[] generators = [.. seeds.Select(seed => new TorchGenerator(seed))];
        for (int i = 0; i < seeds.Length; i++)
        {
            generators[i].Fill(start.Sample(i));
            if (request.Start == InitialLatents.Inverted)
                request.Identity!.Inversion.Trajectory.Noise.Values.CopyTo(start.Sample(i));
        }

        return request.Sampler.Create(denoiser, _schedule, request.Eta, generators).Run(start, cancellation);
    }

    private IEnumerable<(PixelBuffer Image, Latents Latents)> Decode(Latents batch)
    {
        // One at a time: decoding takes far more memory than denoising.
        for (int i = 0; i < batch.Shape.Batch; i++)
        {
            var one = new Latents(batch.Shape with { Batch = 1 }, batch.Sample(i).ToArray());
            yield return (parts.Autoencoder.DecodeImages(one, cancellation).Single(), one);
        }
    }

    private GeneratedImage NumberAndReport((PixelBuffer Image, Latents Latents) result, int index)
    {
        progress?.Report(new PipelineProgress(PipelineStage.Decoding, index + 1, request.Seeds.Length));
        return new GeneratedImage(result.Image, request.Seeds[index], result.Latents);
    }
}
