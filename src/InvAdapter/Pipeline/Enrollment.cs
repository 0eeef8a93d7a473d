using InvAdapter.Configuration;
using InvAdapter.Features;
using InvAdapter.Imaging;
using InvAdapter.Inversion;
using InvAdapter.Models;
using InvAdapter.Scheduling;

namespace InvAdapter;

/// <summary>One enrolment: encode, invert, capture.</summary>
internal sealed class Enrollment(PipelineParts parts, EnrollmentOptions options, IProgress<PipelineProgress>? progress, CancellationToken cancellation)
{
    public Identity Run(PixelBuffer reference)
    {
        progress?.Report(new PipelineProgress(PipelineStage.Encoding, 0, 1));
        Latents z0 = parts.Autoencoder.Encode(reference, cancellation);
        (_, TextEmbedding empty) = Prompts.Encode(parts, "", cancellation);
        progress?.Report(new PipelineProgress(PipelineStage.Encoding, 1, 1));

        DdimSchedule schedule = parts.Scheduler.Build(options.Steps);
        FeatureSource source = options.Source ?? parts.Adapter.Source ?? FeatureSource.InversionPass;
        var predictor = new ReportingPredictor(parts.UNet, progress);
        var extractor = new FeatureExtractor
        {
            Predictor = predictor,
            EmptyPrompt = empty,
            Schedule = schedule,
            Inverter = options.Inverter,
            Source = source,
            CleanTimestep = CleanTimestep(source),
            Sites = options.Sites ?? SiteFilter.Named([.. parts.Adapter.Sites.Select(site => site.Name)]),
            Timesteps = schedule.Timesteps.Where((_, i) => i % options.CaptureEvery == 0).ToHashSet(),
            Placement = options.Placement,
            TokenBudget = options.TokenBudget,
            Inverted = calls => BeginCapturing(predictor, calls),
        };

        if (extractor.Inverts)
            predictor.Begin(PipelineStage.Inverting, extractor.InversionCalls);
        (InversionResult inversion, FeatureSet features) = extractor.Extract(z0, cancellation);
        var origin = new IdentityOrigin(parts.Fingerprint, parts.Scheduler, inversion.Trajectory.Steps, extractor.Source, extractor.Inverts ? options.Inverter.ToString()! : "none", predictor.Calls);
        return new Identity(origin, inversion, features);
    }

    private int CleanTimestep(FeatureSource source)
    {
        if (options.CleanTimestep is not { } chosen)
            return parts.Adapter.CleanTimestep;
        if (source != FeatureSource.Clean)
            throw new ArgumentException($"{nameof(EnrollmentOptions.CleanTimestep)} is {chosen}, but features of source {source} have timesteps of their own; it goes with {FeatureSource.Clean}.");
        parts.Scheduler.RequireTimestep(chosen, nameof(EnrollmentOptions.CleanTimestep));
        return chosen;
    }

    private static void BeginCapturing(ReportingPredictor predictor, int calls)
    {
        if (calls > 0)
            predictor.Begin(PipelineStage.Capturing, calls);
    }
}
