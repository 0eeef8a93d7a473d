using InvAdapter.Configuration;
using TorchSharp;
using static TorchSharp.torch;

namespace InvAdapter.Training.Modules;

/// <summary>Two residual blocks around one attention layer, at the autoencoder's coarsest level.</summary>
internal sealed class AutoencoderMiddle : nn.Module
{
    private readonly ResnetBlock2D[] _resnets;
    private readonly PixelAttention? _attention;

    public AutoencoderMiddle(AutoencoderConfiguration configuration)
        : base(nameof(AutoencoderMiddle))
    {
        int channels = configuration.BlockOutChannels[^1];
        ResnetSettings settings = ResnetSettings.Of(configuration);
        if (configuration.MidBlockAttention)
            _attention = this.Children("attentions", [new PixelAttention(channels, configuration.NormGroups)])[0];
        _resnets = this.Children("resnets", [new ResnetBlock2D(settings, channels, channels), new ResnetBlock2D(settings, channels, channels)]);
    }

    public Tensor Forward(Tensor x)
    {
        x = _resnets[0].Forward(x, null);
        if (_attention is not null)
            x = _attention.Forward(x);
        return _resnets[1].Forward(x, null);
    }
}
