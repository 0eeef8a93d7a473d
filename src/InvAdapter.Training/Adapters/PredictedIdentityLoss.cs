using InvAdapter.Training.Diffusion;
using TorchSharp;
using static TorchSharp.torch;

namespace InvAdapter.Training.Adapters;

/// <summary>The mean of ᾱ_t times how far from the person in the target the critic finds the one in the prediction's clean latents ẑ₀.</summary>
/// <remarks>The weight is the share of the signal: where noise is strong, ẑ₀ is the blurred mean of all that it may become, and its face nobody's.</remarks>
internal sealed class PredictedIdentityLoss(NoiseLevels levels, IdentityCritic critic) : IIdentityLoss
{
    public IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string> { ["identity_drawing"] = "none" };

    public Tensor Of(AdapterStep step)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor predicted = levels.PredictClean(step.Prediction.to(float32), step.Noisy, step.Timesteps);
        return step.MeanOfPresent(levels.SignalShare(step.Timesteps) * critic.Distance(predicted, step.Clean)).MoveToOuterDisposeScope();
    }
}
