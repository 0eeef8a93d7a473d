using InvAdapter.Configuration;
using TorchSharp;
using static TorchSharp.torch;

namespace InvAdapter.Training.Modules;

/// <summary>One level of either half: residual blocks, and a change of size at their end.</summary>
internal sealed class AutoencoderLevel : nn.Module
{
    private readonly ResnetBlock2D[] _resnets;
    private readonly Downsample2D? _downsampler;
    private readonly Upsample2D? _upsampler;

    public AutoencoderLevel(AutoencoderConfiguration configuration, int inChannels, int outChannels, int blocks, bool halves, bool doubles)
        : base(nameof(AutoencoderLevel))
    {
        ResnetSettings settings = ResnetSettings.Of(configuration);
        _resnets = this.Children("resnets", Enumerable.Range(0, blocks).Select(i => new ResnetBlock2D(settings, i == 0 ? inChannels : outChannels, outChannels)));

        // The training code pads strided convolutions at the bottom and on the right only.
        if (halves)
            _downsampler = this.Children("downsamplers", [new Downsample2D(outChannels, padding: 0)])[0];
        if (doubles)
            _upsampler = this.Children("upsamplers", [new Upsample2D(outChannels)])[0];
    }

    public Tensor Forward(Tensor x)
    {
        foreach (ResnetBlock2D resnet in _resnets)
            x = resnet.Forward(x, null);
        if (_downsampler is not null)
            x = _downsampler.Forward(x);
        return _upsampler is null ? x : _upsampler.Forward(x, 2 * x.shape[2], 2 * x.shape[3]);
    }
}
