using InvAdapter.Configuration;
using TorchSharp;
using static TorchSharp.torch;

namespace InvAdapter.Training.Modules;

/// <summary><c>DownBlock2D</c> or <c>CrossAttnDownBlock2D</c>.</summary>
internal sealed class UNetDownBlock : UNetBlock
{
    private readonly Downsample2D? _downsampler;

    public UNetDownBlock(int level, UNetConfiguration configuration, IReadOnlyDictionary<string, AttentionSite> sites)
        : base(
            $"down_blocks.{level}",
            level,
            InChannels(level, configuration),
            configuration.DownAttention[level] ? configuration.LayersPerBlock[level] : 0,
            ResnetSettings.Of(configuration),
            configuration,
            sites)
    {
        if (level < configuration.Levels - 1)
            _downsampler = this.Children("downsamplers", [new Downsample2D(configuration.BlockOutChannels[level], configuration.DownsamplePadding)])[0];
    }

    /// <summary>Pushes what the way up will need, its own result last.</summary>
    public Tensor Forward(Tensor x, Tensor time, UNetCall call, Stack<Tensor> skips)
    {
        for (int i = 0; i < Count; i++)
        {
            x = Attend(i, Residual(i, x, time, call), call);
            skips.Push(x);
        }

        if (_downsampler is not null)
        {
            x = _downsampler.Forward(x);
            skips.Push(x);
        }

        return x;
    }

    private static int[] InChannels(int level, UNetConfiguration configuration)
    {
        int[] channels = [.. Enumerable.Repeat(configuration.BlockOutChannels[level], configuration.LayersPerBlock[level])];
        channels[0] = configuration.BlockOutChannels[Math.Max(level - 1, 0)];
        return channels;
    }
}
