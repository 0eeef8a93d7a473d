namespace InvAdapter.Scheduling;

/// <summary>
/// A model's output in the two terms a DDIM step needs, at one noise level:
/// x₀ = <paramref name="SampleZ"/>·z + <paramref name="SampleOutput"/>·output and
/// ε = <paramref name="EpsilonZ"/>·z + <paramref name="EpsilonOutput"/>·output.
/// This is the only place that knows what a model predicts.
/// </summary>
internal readonly record struct PredictionWeights(double SampleZ, double SampleOutput, double EpsilonZ, double EpsilonOutput)
{
    /// <summary>The weights for z = √ᾱ·x₀ + √(1−ᾱ)·ε. Where a term is not determined, its weights are not finite.</summary>
    public static PredictionWeights At(PredictionType type, double alpha)
    {
        double signal = Math.Sqrt(alpha);
        double noise = Math.Sqrt(1 - alpha);
        return type switch
        {
            PredictionType.Epsilon => new(1 / signal, -noise / signal, 0, 1),
            PredictionType.VPrediction => new(signal, -noise, noise, signal),
            PredictionType.Sample => new(0, 1, 1 / noise, -signal / noise),
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "This is no prediction type."),
        };
    }

    public bool HasSample => double.IsFinite(SampleZ) && double.IsFinite(SampleOutput);

    public bool HasEpsilon => double.IsFinite(EpsilonZ) && double.IsFinite(EpsilonOutput);
}
