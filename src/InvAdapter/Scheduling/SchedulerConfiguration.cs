using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace InvAdapter.Scheduling;

/// <summary>
/// How a model was trained to be noised and how it is to be stepped: the settings of diffusers' <c>DDIMScheduler</c>, with its defaults.
/// T is <see cref="TrainTimesteps"/>.
/// </summary>
public sealed record SchedulerConfiguration
{
    private readonly int _trainTimesteps = 1000;
    private readonly double _betaStart = 0.0001;
    private readonly double _betaEnd = 0.02;
    private readonly BetaSchedule _betaSchedule = BetaSchedule.Linear;
    private readonly ValueSequence _trainedBetas;
    private readonly double _clipSampleRange = 1;
    private readonly int _stepsOffset;
    private readonly PredictionType _predictionType = PredictionType.Epsilon;
    private readonly double _dynamicThresholdingRatio = 0.995;
    private readonly double _sampleMaxValue = 1;
    private readonly TimestepSpacing _timestepSpacing = TimestepSpacing.Leading;

    /// <summary>
    /// Stable Diffusion 1.x as published: <c>scheduler/scheduler_config.json</c> of <c>runwayml/stable-diffusion-v1-5</c>
    /// (the betas are those of <c>configs/stable-diffusion/v1-inference.yaml</c> in CompVis/stable-diffusion).
    /// </summary>
    public static SchedulerConfiguration StableDiffusion15 { get; } = new()
    {
        BetaStart = 0.00085,
        BetaEnd = 0.012,
        BetaSchedule = BetaSchedule.ScaledLinear,
        ClipSample = false,
        SetAlphaToOne = false,
        StepsOffset = 1,
    };

    /// <summary>Number of training timesteps T, 1 to 100,000. Key <c>num_train_timesteps</c>, default 1000.</summary>
    public int TrainTimesteps
    {
        get => _trainTimesteps;
        init => _trainTimesteps = Checked(value, value is >= 1 and <= 100_000, "Use 1 to 100000 training timesteps.");
    }

    /// <summary>First β, 0 to 1. Key <c>beta_start</c>, default 0.0001.</summary>
    public double BetaStart
    {
        get => _betaStart;
        init => _betaStart = Checked(value, value is >= 0 and <= 1, "Use a beta of 0 to 1.");
    }

    /// <summary>Last β, 0 to 1. Key <c>beta_end</c>, default 0.02.</summary>
    public double BetaEnd
    {
        get => _betaEnd;
        init => _betaEnd = Checked(value, value is >= 0 and <= 1, "Use a beta of 0 to 1.");
    }

    /// <summary>How β runs between the two. Key <c>beta_schedule</c>, default linear.</summary>
    public BetaSchedule BetaSchedule
    {
        get => _betaSchedule;
        init => _betaSchedule = Checked(value, Enum.IsDefined(value), "This is no beta schedule.");
    }

    /// <summary>All T betas, each 0 to 1, instead of a schedule; empty for none. Key <c>trained_betas</c>, default none.</summary>
    public ImmutableArray<float> TrainedBetas
    {
        get => _trainedBetas.Items;
        init => _trainedBetas = new ValueSequence(
            Checked(value, value.IsDefault || value.All(beta => beta is >= 0 and <= 1), "Use betas of 0 to 1."));
    }

    /// <summary>Whether a predicted x₀ is clipped at every step. Key <c>clip_sample</c>, default true. Latent models want false.</summary>
    public bool ClipSample { get; init; } = true;

    /// <summary>Where a predicted x₀ is clipped, ±, above 0. Key <c>clip_sample_range</c>, default 1.</summary>
    public double ClipSampleRange
    {
        get => _clipSampleRange;
        init => _clipSampleRange = Checked(value, value > 0 && double.IsFinite(value), "Use a finite range above 0.");
    }

    /// <summary>Whether the level below timestep 0 has no noise at all (ᾱ = 1), or that of timestep 0. Key <c>set_alpha_to_one</c>, default true.</summary>
    public bool SetAlphaToOne { get; init; } = true;

    /// <summary>Added to every timestep of leading spacing, 0 to 100,000. Key <c>steps_offset</c>, default 0.</summary>
    public int StepsOffset
    {
        get => _stepsOffset;
        init => _stepsOffset = Checked(value, value is >= 0 and <= 100_000, "Use an offset of 0 to 100000.");
    }

    /// <summary>What the network's output is. Key <c>prediction_type</c>, default epsilon.</summary>
    public PredictionType PredictionType
    {
        get => _predictionType;
        init => _predictionType = Checked(value, Enum.IsDefined(value), "This is no prediction type.");
    }

    /// <summary>Whether a predicted x₀ is thresholded dynamically, in place of clipping. Key <c>thresholding</c>, default false.</summary>
    public bool Thresholding { get; init; }

    /// <summary>Quantile of |x₀| that dynamic thresholding keeps, 0 to 1. Key <c>dynamic_thresholding_ratio</c>, default 0.995.</summary>
    public double DynamicThresholdingRatio
    {
        get => _dynamicThresholdingRatio;
        init => _dynamicThresholdingRatio = Checked(value, value is >= 0 and <= 1, "Use a quantile of 0 to 1.");
    }

    /// <summary>Largest dynamic threshold, above 0. Key <c>sample_max_value</c>, default 1.</summary>
    public double SampleMaxValue
    {
        get => _sampleMaxValue;
        init => _sampleMaxValue = Checked(value, value > 0 && double.IsFinite(value), "Use a finite value above 0.");
    }

    /// <summary>How a run's timesteps are chosen. Key <c>timestep_spacing</c>, default leading.</summary>
    public TimestepSpacing TimestepSpacing
    {
        get => _timestepSpacing;
        init => _timestepSpacing = Checked(value, Enum.IsDefined(value), "This is no timestep spacing.");
    }

    /// <summary>Whether the betas are rescaled so that the last level is pure noise, ᾱ = 0 (Lin et al. 2023). Key <c>rescale_betas_zero_snr</c>, default false.</summary>
    public bool RescaleBetasZeroSnr { get; init; }

    /// <summary>Reads the scheduler settings of a model folder.</summary>
    /// <param name="path">A model folder (holding <c>scheduler/</c>), its scheduler folder, or a <c>scheduler_config.json</c>.</param>
    /// <returns>The settings; absent keys take DDIM's default. Files of other schedulers (PNDM, LMS, Euler …) share the keys and are
    /// read too; as those do not clip, an absent <c>clip_sample</c> is false there.</returns>
    /// <exception cref="ModelFormatException">The file is missing or broken, or holds a setting that is not supported.</exception>
    public static SchedulerConfiguration Load(string path) => SchedulerFile.Read(path);

    /// <summary>The finished schedule for a number of steps.</summary>
    /// <param name="steps">1 to T; with leading spacing few enough for the offset to fit below T.</param>
    /// <returns>An immutable schedule.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There cannot be so many steps.</exception>
    /// <exception cref="InvalidOperationException">The settings contradict each other: betas that give no alphas between 0 and 1,
    /// or a network that predicts epsilon on a schedule that starts at ᾱ = 0.</exception>
    public DdimSchedule Build(int steps) => new(this, steps);

    /// <summary>Refuses a timestep that the model was not trained on.</summary>
    /// <param name="timestep">A timestep.</param>
    /// <param name="what">What it is, for the message.</param>
    internal void RequireTimestep(int timestep, string what)
    {
        if (timestep < 0 || timestep >= TrainTimesteps)
            throw new ArgumentException($"{what} is {timestep}; the model was trained on timesteps 0 to {TrainTimesteps - 1}.");
    }

    private static T Checked<T>(T value, bool valid, string message, [CallerMemberName] string property = "") =>
        valid ? value : throw new ArgumentOutOfRangeException(property, value, message);
}
