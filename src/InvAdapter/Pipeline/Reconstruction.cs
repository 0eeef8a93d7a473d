using System.Diagnostics;
using InvAdapter.Features;
using InvAdapter.Imaging;
using InvAdapter.Inversion;
using InvAdapter.Models;
using InvAdapter.Scheduling;

namespace InvAdapter;

/// <summary>One reconstruction: invert, and denoise back without prompt, guidance or identity.</summary>
internal sealed class Reconstruction(PipelineParts parts, IProgress<PipelineProgress>? progress, CancellationToken cancellation)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    public ReconstructionResult Run(PixelBuffer image, ReconstructionOptions options)
    {
        progress?.Report(new PipelineProgress(PipelineStage.Encoding, 0, 1));
        Latents z0 = parts.Autoencoder.Encode(image, cancellation);
        TextEmbedding empty = EmptyPrompt();
        progress?.Report(new PipelineProgress(PipelineStage.Encoding, 1, 1));

        DdimSchedule schedule = parts.Scheduler.Build(options.Steps);
        var predictor = new ReportingPredictor(parts.UNet, progress);
        predictor.Begin(PipelineStage.Inverting, schedule.Steps * options.Inverter.CallsPerStep);
        InversionResult inversion = options.Inverter.Invert(new PromptedDenoiser(predictor, empty), schedule, z0, cancellation);
        return Redraw(inversion, empty, schedule, predictor.Calls);
    }

    public ReconstructionResult Run(Identity identity) =>
        Redraw(identity.Inversion, EmptyPrompt(), identity.Origin.Scheduler.Build(identity.Origin.Steps), callsBefore: 0);

    private TextEmbedding EmptyPrompt() => Prompts.Encode(parts, "", cancellation).Embedding;

    private ReconstructionResult Redraw(InversionResult inversion, TextEmbedding empty, DdimSchedule schedule, int callsBefore)
    {
        using UNetRun unet = parts.UNet.Begin(schedule.Steps);
        var predictor = new ReportingPredictor(unet, progress);
        predictor.Begin(PipelineStage.Generating, schedule.Steps);
        Latents z0 = inversion.Trajectory.Clean;
        Latents drawn = new DdimSampler(new PromptedDenoiser(predictor, empty), schedule).Run(inversion.Trajectory.Noise, cancellation);

        progress?.Report(new PipelineProgress(PipelineStage.Decoding, 0, 2));
        PixelBuffer roundTrip = parts.Autoencoder.DecodeImages(z0, cancellation).Single();
        PixelBuffer image = parts.Autoencoder.DecodeImages(drawn, cancellation).Single();
        progress?.Report(new PipelineProgress(PipelineStage.Decoding, 2, 2));
        return new ReconstructionResult(
            image,
            roundTrip,
            Rms.Distance(z0.Values, drawn.Values),
            PipelineImages.Psnr(image, roundTrip),
            inversion,
            callsBefore + predictor.Calls,
            _clock.Elapsed);
    }
}
