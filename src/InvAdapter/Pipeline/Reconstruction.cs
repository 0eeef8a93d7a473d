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
    private readonly ReportingPredictor _predictor = new(parts.UNet, progress);
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    public ReconstructionResult Run(PixelBuffer image, ReconstructionOptions options)
    {
        progress?.Report(new PipelineProgress(PipelineStage.Encoding, 0, 1));
        Latents z0 = parts.Autoencoder.Encode(image, cancellation);
        PromptedDenoiser denoiser = EmptyPrompted();
        progress?.Report(new PipelineProgress(PipelineStage.Encoding, 1, 1));

        DdimSchedule schedule = parts.Scheduler.Build(options.Steps);
        _predictor.Begin(PipelineStage.Inverting, schedule.Steps * options.Inverter.CallsPerStep);
        InversionResult inversion = options.Inverter.Invert(denoiser, schedule, z0, cancellation);
        return Redraw(inversion, denoiser, schedule);
    }

    public ReconstructionResult Run(Identity identity) =>
        Redraw(identity.Inversion, EmptyPrompted(), identity.Origin.Scheduler.Build(identity.Origin.Steps));

    private PromptedDenoiser EmptyPrompted() => new(_predictor, Prompts.Encode(parts, "", cancellation).Embedding);

    private ReconstructionResult Redraw(InversionResult inversion, PromptedDenoiser denoiser, DdimSchedule schedule)
    {
        _predictor.Begin(PipelineStage.Generating, schedule.Steps);
        Latents z0 = inversion.Trajectory.Clean;
        Latents drawn = new DdimSampler(denoiser, schedule).Run(inversion.Trajectory.Noise, cancellation);

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
            _predictor.Calls,
            _clock.Elapsed);
    }
}
