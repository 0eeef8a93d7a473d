using InvAdapter.Configuration;
using InvAdapter.Features;
using InvAdapter.Models;
using InvAdapter.Training.Diffusion;

namespace InvAdapter.Training.Adapters;

/// <summary>Which adapter is trained, and what on.</summary>
public sealed record AdapterOptions
{
    private readonly FeatureSource _source = FeatureSource.InversionPass;
    private readonly int _cleanTimestep;
    private readonly double _promptDropout = 0.05;
    private readonly double _identityDropout;

    /// <summary>The attention sites that get maps.</summary>
    public SiteFilter Sites { get; init; } = SiteFilter.All;

    /// <summary>How identity tokens enter.</summary>
    public Fusion Fusion { get; init; } = Fusion.Embedded;

    /// <summary>Where the references' features come from. <see cref="FeatureSource.Replay"/> is not trained on: it visits about the points of <see cref="FeatureSource.Trajectory"/>.</summary>
    public FeatureSource Source
    {
        get => _source;
        init => _source = Enum.IsDefined(value) && value != FeatureSource.Replay ? value : throw new ArgumentOutOfRangeException(nameof(Source), value, "Use InversionPass, Trajectory, Clean or Noised.");
    }

    /// <summary>τ of <see cref="FeatureSource.Clean"/>: the timestep that the base is told, 0 up to the last one it was trained on.</summary>
    public int CleanTimestep
    {
        get => _cleanTimestep;
        init => _cleanTimestep = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(CleanTimestep), value, "Use a timestep of 0 or more.");
    }

    /// <summary>Where the maps start from.</summary>
    public AdapterStart Start { get; init; } = new();

    /// <summary>Whether to spend a third more time for a fraction of the memory; see <see cref="Modules.UNet2DConditionModel.GradientCheckpointing"/>.</summary>
    public bool GradientCheckpointing { get; init; }

    /// <summary>Share of prompts that are replaced by the empty one, 0 to 1.</summary>
    public double PromptDropout
    {
        get => _promptDropout;
        init => _promptDropout = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(PromptDropout), value, "Use 0 to 1.");
    }

    /// <summary>
    /// Share of rows without an identity, 0 up to but not including 1. The frozen base is what such rows give, so nothing is learned from them; the
    /// default is 0.
    /// </summary>
    public double IdentityDropout
    {
        get => _identityDropout;
        init => _identityDropout = value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(IdentityDropout), value, "Use 0 up to but not including 1.");
    }

    /// <summary>Which noise levels are looked at, and what each counts.</summary>
    public NoiseEmphasis Emphasis { get; init; } = new();

    /// <summary>A recogniser's say beside the noise's loss; null for none, as in the paper.</summary>
    public IdentityLossOptions? IdentityLoss { get; init; }
}
