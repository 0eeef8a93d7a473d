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

    /// <summary>τ, the timestep at which <see cref="FeatureSource.Clean"/> asks.</summary>
    public int CleanTimestep { get; init; }

    /// <summary>Which sites to capture.</summary>
    public SiteFilter Sites { get; init; } = SiteFilter.All;

    /// <summary>Which of the schedule's timesteps to capture; null for all.</summary>
    public IReadOnlySet<int>? Timesteps { get; init; }

    /// <summary>Where features are kept; but for those that <see cref="TokenBudget"/> has averaged, which are on the host.</summary>
    public TensorPlacement Placement { get; init; } = TensorPlacement.Host;

    /// <summary>How many tokens a site's feature may have, 1 or more; more are averaged in squares of neighbours. Null for all.</summary>
    public int? TokenBudget { get; init; }

    /// <summary>Told between inverting and capturing how many calls capturing will take.</summary>
    public Action<int>? Inverted { get; init; }

    /// <summary>Seed of the noise that <see cref="FeatureSource.Noised"/> adds.</summary>
    public long Seed { get; init; }

    /// <summary>Whether the source needs an inversion.</summary>
    public bool Inverts => Source is not (FeatureSource.Clean or FeatureSource.Noised);

    /// <summary>UNet calls that inversion takes at most.</summary>
    public int InversionCalls => Inverts ? Schedule.Steps * Inverter.CallsPerStep : 0;

    /// <summary>UNet calls that capturing takes beyond those.</summary>
    public int CaptureCalls => Source switch
    {
        FeatureSource.Replay => Schedule.Steps,
        FeatureSource.Trajectory or FeatureSource.Noised => Schedule.Timesteps.Count(Wants),
        FeatureSource.Clean => 1,
        _ => 0,
    };

    /// <summary>Inverts and captures.</summary>
    /// <param name="z0">The image's latents [1,C,h,w].</param>
    /// <param name="cancellation">Stops within one UNet call.</param>
    /// <returns>The inversion, of no steps where the source needs none, and the features, which the caller owns.</returns>
    /// <exception cref="ArgumentException">No site or no timestep is chosen.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public (InversionResult Inversion, FeatureSet Features) Extract(Latents z0, CancellationToken cancellation = default)
    {
        ImmutableArray<AttentionSite> sites = Sites.Of(Predictor.Sites);
        if (sites.IsEmpty)
            throw new ArgumentException($"The filter \"{Sites}\" chooses none of the {Predictor.Sites.Length} attention sites.");
        if (!Schedule.Timesteps.Any(Wants))
            throw new ArgumentException("None of the schedule's timesteps is to be captured.");

        using var capturing = new CapturingPredictor(Predictor, new FeatureCapture(sites, Placement), timestep => !Inverts || Wants(timestep), TokenBudget);
        var plain = new PromptedDenoiser(Predictor, EmptyPrompt);
        var tapped = new PromptedDenoiser(capturing, EmptyPrompt);

        InversionResult inversion = Inverts
            ? Inverter.Invert(Source == FeatureSource.InversionPass ? tapped : plain, Schedule, z0, cancellation)
            : new InversionResult(new Inversion.Trajectory([z0], []), 0, []);
        Inverted?.Invoke(CaptureCalls);
        var unused = new Latents(z0.Shape);
        if (Source == FeatureSource.Replay)
            new DdimSampler(tapped, Schedule).Run(inversion.Trajectory.Noise, cancellation);
        foreach ((Latents latents, int timestep) in Visits(inversion.Trajectory))
            tapped.Predict(latents, timestep, unused, cancellation);
        return (inversion, capturing.Take());
    }

    /// <summary>Where the network is still to be asked.</summary>
    private IEnumerable<(Latents Latents, int Timestep)> Visits(Inversion.Trajectory trajectory) => Source switch
    {
        FeatureSource.Clean => [(trajectory.Clean, CleanTimestep)],
        FeatureSource.Noised => Noised(trajectory.Clean),
        FeatureSource.Trajectory => trajectory.Timesteps.Select((timestep, i) => (trajectory.Points[i + 1], timestep)).Where(visit => Wants(visit.timestep)),
        _ => [],
    };

    private IEnumerable<(Latents Latents, int Timestep)> Noised(Latents z0)
    {
        var generator = new TorchGenerator(Seed);
        var noise = new float[z0.Values.Length];
        foreach (int timestep in Schedule.Timesteps.Reverse().Where(Wants))
        {
            var noised = new Latents(z0.Shape);
            generator.Fill(noise);
            Schedule.AddNoise(timestep, z0.Values, noise, noised.Values);
            yield return (noised, timestep);
        }
    }

    private bool Wants(int timestep) => Timesteps?.Contains(timestep) ?? true;
}
