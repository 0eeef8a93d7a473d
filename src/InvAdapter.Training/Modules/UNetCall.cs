using static TorchSharp.torch;

namespace InvAdapter.Training.Modules;

/// <summary>What every attention site of one UNet call is told.</summary>
/// <param name="Text">The prompt's tokens, [B,T,D].</param>
/// <param name="Tap">Takes features, or null.</param>
/// <param name="Identity">Identity keys and values, or null.</param>
internal sealed record UNetCall(Tensor Text, FeatureTap? Tap, IdentityAttention? Identity);
