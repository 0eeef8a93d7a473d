using System.Collections.Immutable;
using InvAdapter.Configuration;
using InvAdapter.Inversion;
using InvAdapter.Models;
using InvAdapter.Runtime;
using InvAdapter.Scheduling;

namespace InvAdapter.Features;

/// <summary>Inverts a reference image and captures what the attention layers see of it.</summary>
public sealed class FeatureExtractor
{
    /// <summary>The UNet; borrowed.</summary>
    public required INoisePredictor Predictor { get; init; }

    /// <summary>The empty prompt.</summary>
    public required TextEmbedding EmptyPrompt { get; init; }

    /// <summary>The levels to visit.</summary>
    public required DdimSchedule Schedule { get; init; }

    /// <summary>How to invert.</summary>
    public required IInverter Inverter { get; init; }

    /// <summary>In which calls to capture.</summary>
    public FeatureSource Source { get; init; } = FeatureSource.InversionPass;

    /// <summary>Which sites to capture.</summary>
    public SiteFilter Sites { get; init; } = SiteFilter.All;

    /// <summary>Which of the schedule's timesteps to capture; null for all.</summary>
    public IReadOnlySet<int>? Timesteps { get; init; }

    /// <summary>Where features are kept.</summary>
    public TensorPlacement Placement { get; init; } = TensorPlacement.Host;

    /// <summary>Told between inverting and capturing how many calls capturing will take.</summary>
    public Action<int>? Inverted { get; init; }

    /// <summary>UNet calls that inversion takes at most.</summary>
    public int InversionCalls => Schedule.Steps * Inverter.CallsPerStep;

    /// <summary>UNet calls that capturing takes beyond those.</summary>
    public int CaptureCalls => Source switch
    {
        FeatureSource.Replay => Schedule.Steps,
        FeatureSource.Trajectory => Schedule.Timesteps.Count(Wants),
        _ => 0,
    };

    /// <summary>Inverts and captures.</summary>
    /// <param name="z0">The image's latents [1,C,h,w].</param>
    /// <param name="cancellation">Stops within one UNet call.</param>
    /// <returns>The inversion, and the features, which the caller owns.</returns>
    /// <exception cref="ArgumentException">No site or no timestep is chosen.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public (InversionResult Inversion, FeatureSet Features) Extract(Latents z0, CancellationToken cancellation = default)
    {
        ImmutableArray<AttentionSite> sites = Sites.Of(Predictor.Sites);
        if (sites.IsEmpty)
            throw new ArgumentException($"The filter \"{Sites}\" chooses none of the {Predictor.Sites.Length} attention sites.");
        if (!Schedule.Timesteps.Any(Wants))
            throw new ArgumentException("None of the schedule's timesteps is to be captured.");

        using var capturing = new CapturingPredictor(Predictor, new FeatureCapture(sites, Placement), Wants);
        var plain = new PromptedDenoiser(Predictor, EmptyPrompt);
        var tapped = new PromptedDenoiser(capturing, EmptyPrompt);

        InversionResult inversion = Inverter.Invert(Source == FeatureSource.InversionPass ? tapped : plain, Schedule, z0, cancellation);
        Inverted?.Invoke(CaptureCalls);
        if (Source == FeatureSource.Replay)
            new DdimSampler(tapped, Schedule).Run(inversion.Trajectory.Noise, cancellation);
        else if (Source == FeatureSource.Trajectory)
            Visit(inversion.Trajectory, tapped, cancellation);
        return (inversion, capturing.Take());
    }

    private void Visit(Inversion.Trajectory trajectory, PromptedDenoiser tapped, CancellationToken cancellation)
    {
        var unused = new Latents(trajectory.Clean.Shape);
        for (int i = 0; i < trajectory.Steps; i++)
        {
            if (Wants(trajectory.Timesteps[i]))
                tapped.Predict(trajectory.Points[i + 1], trajectory.Timesteps[i], unused, cancellation);
        }
    }

    private bool Wants(int timestep) => Timesteps?.Contains(timestep) ?? true;
}
