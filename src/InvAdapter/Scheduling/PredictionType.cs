namespace InvAdapter.Scheduling;

/// <summary>What the noise network's output is, for z = √ᾱ·x₀ + √(1−ᾱ)·ε.</summary>
public enum PredictionType
{
    /// <summary>The noise ε. <c>epsilon</c> in a scheduler file.</summary>
    Epsilon,

    /// <summary>The velocity v = √ᾱ·ε − √(1−ᾱ)·x₀ (Salimans and Ho 2022, appendix D). <c>v_prediction</c> in a scheduler file.</summary>
    VPrediction,

    /// <summary>The clean latent x₀. <c>sample</c> in a scheduler file.</summary>
    Sample,
}
