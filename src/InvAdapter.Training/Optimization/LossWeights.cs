using InvAdapter.Scheduling;

namespace InvAdapter.Training.Optimization;

/// <summary>What the squared error counts for at each training timestep.</summary>
public static class LossWeights
{
    /// <summary>
    /// Min-SNR-γ (Hang et al. 2023), with SNR = ᾱ / (1 - ᾱ): min(SNR, γ) / SNR where the network predicts ε, min(SNR, γ) / (SNR + 1) where it
    /// predicts v, and min(SNR, γ) where it predicts x₀.
    /// </summary>
    /// <param name="alphas">ᾱ of every training timestep, each from 0 up to but not including 1.</param>
    /// <param name="prediction">What the network predicts.</param>
    /// <param name="gamma">γ, above 0; the paper uses 5.</param>
    /// <returns>One weight for each timestep.</returns>
    public static float[] MinSnr(ReadOnlySpan<float> alphas, PredictionType prediction, double gamma = 5)
    {
        if (!(gamma > 0))
            throw new ArgumentOutOfRangeException(nameof(gamma), gamma, "Use a number above 0.");
        var weights = new float[alphas.Length];
        for (int t = 0; t < weights.Length; t++)
        {
            double alpha = alphas[t] is >= 0 and < 1 and var value ? value : throw new ArgumentOutOfRangeException(nameof(alphas), alphas[t], "Use numbers from 0 up to but not including 1.");
            weights[t] = (float)Weight(alpha / (1 - alpha), prediction, gamma);
        }

        return weights;
    }

    // Where noise alone is left SNR is 0, and the limit of the first is 1.
    private static double Weight(double snr, PredictionType prediction, double gamma) => prediction switch
    {
        PredictionType.Epsilon => Math.Min(1, gamma / snr),
        PredictionType.VPrediction => Math.Min(snr, gamma) / (snr + 1),
        PredictionType.Sample => Math.Min(snr, gamma),
        _ => throw new ArgumentOutOfRangeException(nameof(prediction), prediction, "Use a named prediction type."),
    };
}
