using System.Collections.Immutable;
using InvAdapter.Configuration;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace InvAdapter.Training.Modules;

/// <summary>The autoencoder's encoder or its decoder.</summary>
internal sealed class AutoencoderHalf : nn.Module
{
    private readonly AutoencoderConfiguration _configuration;
    private readonly bool _middleFirst;
    private readonly Conv2d _convIn;
    private readonly AutoencoderMiddle _middle;
    private readonly AutoencoderLevel[] _levels;
    private readonly GroupNorm _normOut;
    private readonly Conv2d _convOut;

    private AutoencoderHalf(AutoencoderConfiguration configuration, bool decodes)
        : base(decodes ? "Decoder" : "Encoder")
    {
        _configuration = configuration;
        _middleFirst = decodes;
        ImmutableArray<int> channels = decodes ? [.. configuration.BlockOutChannels.Reverse()] : configuration.BlockOutChannels;
        int inChannels = decodes ? configuration.LatentChannels : configuration.InChannels;
        int outChannels = decodes ? configuration.OutChannels : 2 * configuration.LatentChannels;
        int blocks = configuration.LayersPerBlock + (decodes ? 1 : 0);

        _convIn = this.Child("conv_in", nn.Conv2d(inChannels, channels[0], 3, padding: 1));
        _levels = this.Children(decodes ? "up_blocks" : "down_blocks", Enumerable.Range(0, channels.Length).Select(level =>
        {
            bool resizes = level < channels.Length - 1;
            return new AutoencoderLevel(configuration, channels[Math.Max(level - 1, 0)], channels[level], blocks, resizes && !decodes, resizes && decodes);
        }));
        _middle = this.Child("mid_block", new AutoencoderMiddle(configuration));
        _normOut = this.Child("conv_norm_out", Normalization.Group(configuration.NormGroups, channels[^1], ResnetSettings.AutoencoderEpsilon));
        _convOut = this.Child("conv_out", nn.Conv2d(channels[^1], outChannels, 3, padding: 1));
    }

    public static AutoencoderHalf Encoder(AutoencoderConfiguration configuration) => new(configuration, decodes: false);

    public static AutoencoderHalf Decoder(AutoencoderConfiguration configuration) => new(configuration, decodes: true);

    public Tensor Forward(Tensor x)
    {
        using DisposeScope scope = NewDisposeScope();
        x = _convIn.forward(x.to(_convIn.weight.dtype));
        if (_middleFirst)
            x = _middle.Forward(x);
        foreach (AutoencoderLevel level in _levels)
            x = level.Forward(x);
        if (!_middleFirst)
            x = _middle.Forward(x);
        return _convOut.forward(_configuration.Activation.Apply(_normOut.forward(x))).MoveToOuterDisposeScope();
    }
}
