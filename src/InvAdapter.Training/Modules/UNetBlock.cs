using InvAdapter.Configuration;
using static TorchSharp.torch;

namespace InvAdapter.Training.Modules;

/// <summary>Residual blocks, each followed by a transformer where the level has attention: what all of the UNet's blocks are made of.</summary>
internal abstract class UNetBlock : nn.Module
{
    private readonly ResnetBlock2D[] _resnets;
    private readonly Transformer2DModel[] _attentions;

    /// <param name="name">The block's path in the checkpoint.</param>
    /// <param name="level">Its resolution level.</param>
    /// <param name="inChannels">Channels that each residual block takes.</param>
    /// <param name="transformers">How many transformers there are; 0 without attention.</param>
    /// <param name="settings">The residual blocks' settings.</param>
    /// <param name="configuration">The network's shape.</param>
    /// <param name="sites">The network's attention sites by name.</param>
    protected UNetBlock(
        string name,
        int level,
        IReadOnlyList<int> inChannels,
        int transformers,
        ResnetSettings settings,
        UNetConfiguration configuration,
        IReadOnlyDictionary<string, AttentionSite> sites)
        : base(name)
    {
        if (transformers > 0)
            _attentions = this.Children("attentions", Enumerable.Range(0, transformers).Select(i => new Transformer2DModel($"{name}.attentions.{i}", level, configuration, sites)));
        else
            _attentions = [];
        _resnets = this.Children("resnets", inChannels.Select(channels => new ResnetBlock2D(settings, channels, configuration.BlockOutChannels[level])));
    }

    protected int Count => _resnets.Length;

    protected Tensor Residual(int i, Tensor x, Tensor time, UNetCall call) => call.Recomputes
        ? Recomputation.Run(inputs => _resnets[i].Forward(inputs[0], inputs[1]), x, [time])
        : _resnets[i].Forward(x, time);

    protected Tensor Attend(int i, Tensor x, UNetCall call)
    {
        if (i >= _attentions.Length)
            return x;
        if (!call.Recomputes)
            return _attentions[i].Forward(x, call);
        UNetCall own = call.Of(_attentions[i].Sites);
        return Recomputation.Run(inputs => _attentions[i].Forward(inputs[0], own.With([.. inputs.Skip(1)])), x, own.Tensors);
    }
}
