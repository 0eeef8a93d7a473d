namespace InvAdapter.Scheduling;

/// <summary>
/// One DDIM step (Song et al. 2021, arXiv 2010.02502, eq. 12) as pure functions over latents, for generation and inversion alike:
/// √ᾱ_to·x₀ + √(1 − ᾱ_to − σ²)·ε + σ·noise.
/// </summary>
/// <remarks>
/// Latents may have any shape; they come flattened, and all spans of a call have one length. With dynamic thresholding
/// the threshold is one sample's own, so call once for each sample of a batch. <c>result</c> may be <c>z</c> or <c>output</c>
/// (or <c>epsilon</c>) itself, but may not overlap them partly, nor be the noise; z and output are two buffers. Nothing is allocated,
/// except that thresholding borrows a pooled buffer. Clipping and thresholding act in both directions; diffusers' inverse scheduler
/// clips, but knows no thresholding.
/// </remarks>
public static class DdimStep
{
    /// <summary>Moves <paramref name="z"/> along <paramref name="move"/>, deterministically (σ = 0).</summary>
    /// <param name="configuration">Tells what the model predicts and whether the predicted x₀ is clipped or thresholded.</param>
    /// <param name="move">A move of <see cref="DdimSchedule.Moves"/> or <see cref="DdimSchedule.InverseMoves"/>.</param>
    /// <param name="z">Latent at the level of <see cref="Transition.AlphaFrom"/>, which is also the level the output is read at, as diffusers does in both directions.</param>
    /// <param name="output">The network's raw output.</param>
    /// <param name="result">Receives the latent at the level of <see cref="Transition.AlphaTo"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ, or at AlphaFrom the output does not determine both x₀ and ε: epsilon at 0, sample at 1.</exception>
    public static void Apply(SchedulerConfiguration configuration, Transition move, ReadOnlySpan<float> z, ReadOnlySpan<float> output, Span<float> result) =>
        Move(configuration, move, z, output, sigma: 0, result);

    /// <summary>Moves <paramref name="z"/> along <paramref name="move"/> with fresh noise, σ = η·√((1−ᾱ_to)/(1−ᾱ_from)·(1−ᾱ_from/ᾱ_to)) (eq. 16).</summary>
    /// <param name="configuration">Tells what the model predicts and whether the predicted x₀ is clipped or thresholded.</param>
    /// <param name="move">A move of <see cref="DdimSchedule.Moves"/>: towards less noise.</param>
    /// <param name="z">Latent at the level of <see cref="Transition.AlphaFrom"/>.</param>
    /// <param name="output">The network's raw output.</param>
    /// <param name="eta">η, 0 (deterministic) to 1 (DDPM).</param>
    /// <param name="noise">Standard normal noise; a buffer of its own.</param>
    /// <param name="result">Receives the latent at the level of <see cref="Transition.AlphaTo"/>.</param>
    /// <exception cref="ArgumentException">As for the deterministic step; or the move goes towards more noise, or the result overlaps the noise.</exception>
    /// <exception cref="ArgumentOutOfRangeException">η is not 0 to 1.</exception>
    public static void Apply(
        SchedulerConfiguration configuration,
        Transition move,
        ReadOnlySpan<float> z,
        ReadOnlySpan<float> output,
        double eta,
        ReadOnlySpan<float> noise,
        Span<float> result)
    {
        if (noise.Overlaps(result))
            throw new ArgumentException("The noise is read after the result is written; it has to be a buffer of its own.", nameof(noise));
        LinearCombination.RequireSameLength(z, noise, result);

        double sigma = StandardDeviation(move, eta);
        Move(configuration, move, z, output, sigma, result);
        LinearCombination.Write(1, result, sigma, noise, result);
    }

    /// <summary>Moves <paramref name="z"/> along <paramref name="move"/> with a given noise estimate (eq. 12 with σ = 0), unclipped.</summary>
    /// <param name="move">A move in either direction. From ᾱ = 0 there is none; to ᾱ = 0 the result is ε itself.</param>
    /// <param name="z">Latent at the level of <see cref="Transition.AlphaFrom"/>.</param>
    /// <param name="epsilon">Noise estimate ε, wherever it was evaluated.</param>
    /// <param name="result">Receives the latent at the level of <see cref="Transition.AlphaTo"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ, or AlphaFrom is 0, where ε says nothing about the image.</exception>
    public static void ApplyEpsilon(Transition move, ReadOnlySpan<float> z, ReadOnlySpan<float> epsilon, Span<float> result)
    {
        Require(move);
        if (move.AlphaFrom == 0)
            throw new ArgumentException($"The move at timestep {move.Timestep} starts at alpha 0, where an epsilon says nothing about the image.", nameof(move));

        double ratio = Math.Sqrt(move.AlphaTo / move.AlphaFrom);
        double push = Math.Sqrt(1 - move.AlphaTo) - ratio * Math.Sqrt(1 - move.AlphaFrom);
        LinearCombination.Write(ratio, z, push, epsilon, result);
    }

    /// <summary>
    /// Solves a generation step that starts at pure noise (ᾱ = 0) for its start: with x₀ and ε in terms of z and the output, the step is
    /// z_clean = a·z_noise + b·output, so z_noise = (z_clean − b·output)/a. The form in ε says nothing there, because ε is z itself.
    /// </summary>
    /// <param name="type">What the network predicts; not epsilon.</param>
    /// <param name="move">An inverse move to ᾱ = 0.</param>
    /// <param name="z">Latent at the level of <see cref="Transition.AlphaFrom"/>.</param>
    /// <param name="output">The network's raw output at the guess for pure noise.</param>
    /// <param name="result">Receives the next guess.</param>
    internal static void UndoFromPureNoise(PredictionType type, Transition move, ReadOnlySpan<float> z, ReadOnlySpan<float> output, Span<float> result)
    {
        PredictionWeights weights = PredictionWeights.At(type, 0);
        double signal = Math.Sqrt(move.AlphaFrom);
        double noise = Math.Sqrt(1 - move.AlphaFrom);
        double ofNoise = signal * weights.SampleZ + noise * weights.EpsilonZ;
        double ofOutput = signal * weights.SampleOutput + noise * weights.EpsilonOutput;
        if (!(ofNoise > 0))
            throw Undetermined("latent that it came from", type, 0);
        LinearCombination.Write(1 / ofNoise, z, -ofOutput / ofNoise, output, result);
    }

    /// <summary>The noise ε that an output implies for <paramref name="z"/>. Clipping has no part in it, as in diffusers.</summary>
    /// <param name="type">What the network predicts.</param>
    /// <param name="alpha">Cumulative alpha ᾱ of the level that <paramref name="z"/> is at, 0 to 1.</param>
    /// <param name="z">Latent that the network saw.</param>
    /// <param name="output">The network's raw output.</param>
    /// <param name="result">Receives ε.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a predicted sample is given at ᾱ = 1, where there is no noise to tell.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Alpha is not 0 to 1, or the type is none.</exception>
    public static void ToEpsilon(PredictionType type, double alpha, ReadOnlySpan<float> z, ReadOnlySpan<float> output, Span<float> result)
    {
        RequireAlpha(alpha, nameof(alpha));
        PredictionWeights weights = PredictionWeights.At(type, alpha);
        if (!weights.HasEpsilon)
            throw Undetermined("epsilon", type, alpha);
        LinearCombination.Write(weights.EpsilonZ, z, weights.EpsilonOutput, output, result);
    }

    /// <summary>The clean latent x₀ that an output implies for <paramref name="z"/>, before any clipping.</summary>
    /// <param name="type">What the network predicts.</param>
    /// <param name="alpha">Cumulative alpha ᾱ of the level that <paramref name="z"/> is at, 0 to 1.</param>
    /// <param name="z">Latent that the network saw.</param>
    /// <param name="output">The network's raw output.</param>
    /// <param name="result">Receives x₀.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a predicted epsilon is given at ᾱ = 0, where nothing is left of the image.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Alpha is not 0 to 1, or the type is none.</exception>
    public static void ToSample(PredictionType type, double alpha, ReadOnlySpan<float> z, ReadOnlySpan<float> output, Span<float> result)
    {
        RequireAlpha(alpha, nameof(alpha));
        PredictionWeights weights = PredictionWeights.At(type, alpha);
        if (!weights.HasSample)
            throw Undetermined("sample", type, alpha);
        LinearCombination.Write(weights.SampleZ, z, weights.SampleOutput, output, result);
    }

    private static void Move(
        SchedulerConfiguration configuration, Transition move, ReadOnlySpan<float> z, ReadOnlySpan<float> output, double sigma, Span<float> result)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        LinearCombination.RequireSameLength(z, output, result);
        Require(move);
        PredictionWeights weights = PredictionWeights.At(configuration.PredictionType, move.AlphaFrom);
        if (!weights.HasSample)
            throw Undetermined("sample", configuration.PredictionType, move.AlphaFrom);
        if (!weights.HasEpsilon)
            throw Undetermined("epsilon", configuration.PredictionType, move.AlphaFrom);

        double signal = Math.Sqrt(move.AlphaTo);
        double direction = Math.Sqrt(Math.Max(1 - move.AlphaTo - sigma * sigma, 0));
        SampleLimit limit = SampleLimit.For(configuration, weights, z, output);
        if (limit.IsNone)
        {
            LinearCombination.Write(
                signal * weights.SampleZ + direction * weights.EpsilonZ, z,
                signal * weights.SampleOutput + direction * weights.EpsilonOutput, output, result);
            return;
        }

        for (int i = 0; i < result.Length; i++)
        {
            double sample = limit.Apply(weights.SampleZ * z[i] + weights.SampleOutput * output[i]);
            double epsilon = weights.EpsilonZ * z[i] + weights.EpsilonOutput * output[i];
            result[i] = (float)(signal * sample + direction * epsilon);
        }
    }

    private static double StandardDeviation(Transition move, double eta)
    {
        Require(move);
        if (!(eta is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(eta), eta, "Use an eta of 0 to 1.");
        if (move.AlphaTo < move.AlphaFrom)
            throw new ArgumentException("Noise can be added on moves towards less noise only.", nameof(move));
        return move.AlphaTo == move.AlphaFrom
            ? 0
            : eta * Math.Sqrt((1 - move.AlphaTo) / (1 - move.AlphaFrom) * (1 - move.AlphaFrom / move.AlphaTo));
    }

    private static void Require(Transition move)
    {
        RequireAlpha(move.AlphaFrom, nameof(move));
        RequireAlpha(move.AlphaTo, nameof(move));
    }

    private static void RequireAlpha(double alpha, string argument)
    {
        if (!(alpha is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(argument, alpha, "A cumulative alpha is 0 to 1.");
    }

    private static ArgumentException Undetermined(string wanted, PredictionType type, double alpha) =>
        new($"At a cumulative alpha of {alpha} an output of type {type} does not determine the {wanted}.");
}
