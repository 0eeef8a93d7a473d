using System.Collections.Immutable;

namespace InvAdapter.Scheduling;

/// <summary>
/// The noise levels that a run visits, finished and immutable. Made by <see cref="SchedulerConfiguration.Build"/>;
/// numbers as diffusers' <c>DDIMScheduler</c> and <c>DDIMInverseScheduler</c> have them.
/// </summary>
public sealed class DdimSchedule
{
    private readonly float[] _alphas;

    internal DdimSchedule(SchedulerConfiguration configuration, int steps)
    {
        if (steps < 1 || steps > configuration.TrainTimesteps)
            throw new ArgumentOutOfRangeException(nameof(steps), steps, $"Use 1 to {configuration.TrainTimesteps} steps, the number of training timesteps.");

        Configuration = configuration;
        _alphas = AlphaTable.Compute(configuration);
        Timesteps = TimestepTable.Compute(configuration, steps);
        if (Timesteps[0] >= configuration.TrainTimesteps)
        {
            throw new ArgumentOutOfRangeException(nameof(steps), steps,
                $"Leading spacing with an offset of {configuration.StepsOffset} starts {steps} steps at timestep {Timesteps[0]}; " +
                $"the last trained one is {configuration.TrainTimesteps - 1}. Use fewer steps.");
        }

        Moves = [.. Timesteps.Select(MoveFrom)];
        InverseMoves = [.. Moves.Reverse().Select(move => move.Reversed)];
        if (configuration.PredictionType == PredictionType.Epsilon && Moves.Any(move => move.AlphaFrom == 0))
        {
            throw new InvalidOperationException(
                $"At timestep {Timesteps[0]} the cumulative alpha is 0, where a predicted epsilon says nothing about the image. " +
                "A schedule with zero terminal SNR needs a model that predicts v or the sample.");
        }
    }

    /// <summary>What this schedule was built from.</summary>
    public SchedulerConfiguration Configuration { get; }

    /// <summary>Number of steps, 1 to T.</summary>
    public int Steps => Timesteps.Length;

    /// <summary>The timesteps of generation, noisiest first, strictly descending, each 0 to T−1.</summary>
    public ImmutableArray<int> Timesteps { get; }

    /// <summary>
    /// The moves of generation, noisiest first. Each starts at the level of its timestep t and goes to that of t − ⌊T/steps⌋,
    /// or to <see cref="FinalAlpha"/> where that is negative. For spacings that do not divide T evenly this is not exactly
    /// the next timestep's level; diffusers does so, and models are used with it.
    /// </summary>
    public ImmutableArray<Transition> Moves { get; }

    /// <summary>The moves of inversion, cleanest first: <see cref="Moves"/> in the opposite order, each one reversed.</summary>
    public ImmutableArray<Transition> InverseMoves { get; }

    /// <summary>Cumulative alpha below timestep 0: 1, or ᾱ₀ if the configuration does not set it to one.</summary>
    public double FinalAlpha => Configuration.SetAlphaToOne ? 1 : _alphas[0];

    /// <summary>Cumulative alpha ᾱ_t, 0 to 1, as the float32 value that training used.</summary>
    /// <param name="timestep">Training timestep t, 0 to T−1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The timestep is not one of training.</exception>
    public double AlphaAt(int timestep) =>
        (uint)timestep < (uint)_alphas.Length
            ? _alphas[timestep]
            : throw new ArgumentOutOfRangeException(nameof(timestep), timestep, $"Timesteps are 0 to {_alphas.Length - 1}.");

    /// <summary>z_t = √ᾱ_t·x₀ + √(1−ᾱ_t)·ε (DDPM, Ho et al. 2020, eq. 4).</summary>
    /// <param name="timestep">Training timestep t, 0 to T−1.</param>
    /// <param name="sample">Clean latent x₀, any shape, flattened.</param>
    /// <param name="noise">Noise ε, as long as <paramref name="sample"/>.</param>
    /// <param name="result">Receives z_t, as long as <paramref name="sample"/>. It may be either input itself.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timestep is not one of training.</exception>
    public void AddNoise(int timestep, ReadOnlySpan<float> sample, ReadOnlySpan<float> noise, Span<float> result)
    {
        double alpha = AlphaAt(timestep);
        LinearCombination.Write(Math.Sqrt(alpha), sample, Math.Sqrt(1 - alpha), noise, result);
    }

    /// <summary>v_t = √ᾱ_t·ε − √(1−ᾱ_t)·x₀ (Salimans and Ho 2022, appendix D): what a v-predicting network is trained to say.</summary>
    /// <param name="timestep">Training timestep t, 0 to T−1.</param>
    /// <param name="sample">Clean latent x₀, any shape, flattened.</param>
    /// <param name="noise">Noise ε, as long as <paramref name="sample"/>.</param>
    /// <param name="result">Receives v_t, as long as <paramref name="sample"/>. It may be either input itself.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timestep is not one of training.</exception>
    public void Velocity(int timestep, ReadOnlySpan<float> sample, ReadOnlySpan<float> noise, Span<float> result)
    {
        double alpha = AlphaAt(timestep);
        LinearCombination.Write(-Math.Sqrt(1 - alpha), sample, Math.Sqrt(alpha), noise, result);
    }

    private Transition MoveFrom(int timestep)
    {
        int next = timestep - Configuration.TrainTimesteps / Steps;
        return new Transition(timestep, AlphaAt(timestep), next >= 0 ? AlphaAt(next) : FinalAlpha);
    }
}
