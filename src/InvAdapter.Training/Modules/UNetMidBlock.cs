using InvAdapter.Configuration;
using static TorchSharp.torch;

namespace InvAdapter.Training.Modules;

/// <summary><c>UNetMidBlock2DCrossAttn</c>: a transformer between two residual blocks.</summary>
internal sealed class UNetMidBlock(UNetConfiguration configuration, IReadOnlyDictionary<string, AttentionSite> sites) : UNetBlock(
    "mid_block",
    configuration.Levels - 1,
    [configuration.BlockOutChannels[^1], configuration.BlockOutChannels[^1]],
    1,
    ResnetSettings.Of(configuration) with { OutputScale = configuration.MidBlockScaleFactor },
    configuration,
    sites)
{
    public Tensor Forward(Tensor x, Tensor time, UNetCall call) => Residual(1, Attend(0, Residual(0, x, time, call), call), time, call);
}
