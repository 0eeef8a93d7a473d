using InvAdapter.Configuration;
using TorchSharp;
using static TorchSharp.torch;

namespace InvAdapter.Training.Modules;

/// <summary><c>UpBlock2D</c> or <c>CrossAttnUpBlock2D</c>.</summary>
internal sealed class UNetUpBlock : UNetBlock
{
    private readonly Upsample2D? _upsampler;

    /// <param name="block">Place on the way up: 0 is the coarsest level.</param>
    /// <param name="configuration">The network's shape.</param>
    /// <param name="sites">The network's attention sites by name.</param>
    /// <param name="skipChannels">Channels of what the way down has pushed; this block's are popped.</param>
    public UNetUpBlock(int block, UNetConfiguration configuration, IReadOnlyDictionary<string, AttentionSite> sites, Stack<int> skipChannels)
        : base(
            $"up_blocks.{block}",
            configuration.Levels - 1 - block,
            InChannels(configuration.Levels - 1 - block, configuration, skipChannels),
            configuration.UpAttention[block] ? configuration.LayersPerBlock[configuration.Levels - 1 - block] + 1 : 0,
            ResnetSettings.Of(configuration),
            configuration,
            sites)
    {
        if (block < configuration.Levels - 1)
            _upsampler = this.Children("upsamplers", [new Upsample2D(configuration.BlockOutChannels[configuration.Levels - 1 - block])])[0];
    }

    /// <summary>Pops what the way down has pushed, and grows to the size of the next that is there.</summary>
    public Tensor Forward(Tensor x, Tensor time, UNetCall call, Stack<Tensor> skips)
    {
        for (int i = 0; i < Count; i++)
            x = Attend(i, Residual(i, cat([x, skips.Pop()], 1), time, call), call);
        return _upsampler is null ? x : _upsampler.Forward(x, skips.Peek().shape[2], skips.Peek().shape[3]);
    }

    private static int[] InChannels(int level, UNetConfiguration configuration, Stack<int> skipChannels)
    {
        int incoming = configuration.BlockOutChannels[Math.Min(level + 1, configuration.Levels - 1)];
        int[] channels = new int[configuration.LayersPerBlock[level] + 1];
        for (int i = 0; i < channels.Length; i++)
            channels[i] = (i == 0 ? incoming : configuration.BlockOutChannels[level]) + skipChannels.Pop();
        return channels;
    }
}
