using System.Collections.Immutable;
using InvAdapter.Configuration;

namespace InvAdapter.Training.Autoencoders;

/// <summary>The shape of an autoencoder that is trained from nothing, and what its loss weighs.</summary>
public sealed record AutoencoderOptions
{
    private readonly ImmutableArray<int> _channels = [32, 64, 64];
    private readonly int _latentChannels = 4;
    private readonly int _layersPerBlock = 1;
    private readonly int _normGroups = 8;
    private readonly double _edgeWeight = 0.5;
    private readonly double _divergenceWeight = 1e-4;

    /// <summary>Channels of each level, from the image's resolution down; every further level halves both sides. 1 to 8 levels.</summary>
    public ImmutableArray<int> Channels
    {
        get => _channels;
        init => _channels = value is { IsDefault: false, Length: >= 1 and <= 8 } && value.All(width => width is >= 1 and <= 4096)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Channels), value.IsDefault ? "none" : string.Join(',', value), "Use 1 to 8 numbers from 1 to 4096.");
    }

    /// <summary>Channels of the latents, 1 to 64.</summary>
    public int LatentChannels
    {
        get => _latentChannels;
        init => _latentChannels = value is >= 1 and <= 64 ? value : throw new ArgumentOutOfRangeException(nameof(LatentChannels), value, "Use 1 to 64 channels.");
    }

    /// <summary>Residual blocks of the encoder at each level, 1 to 8; the decoder has one more.</summary>
    public int LayersPerBlock
    {
        get => _layersPerBlock;
        init => _layersPerBlock = value is >= 1 and <= 8 ? value : throw new ArgumentOutOfRangeException(nameof(LayersPerBlock), value, "Use 1 to 8 blocks.");
    }

    /// <summary>Groups of every group normalisation; a divisor of all <see cref="Channels"/>.</summary>
    public int NormGroups
    {
        get => _normGroups;
        init => _normGroups = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(NormGroups), value, "Use 1 group or more.");
    }

    /// <summary>Whether the middle blocks have attention.</summary>
    public bool MidBlockAttention { get; init; } = true;

    /// <summary>What differences of neighbouring pixels count for beside the pixels themselves, 0 or more: it keeps lines sharp.</summary>
    public double EdgeWeight
    {
        get => _edgeWeight;
        init => _edgeWeight = value >= 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(EdgeWeight), value, "Use 0 or more.");
    }

    /// <summary>What the latents' Kullback-Leibler divergence from the normal distribution counts for, 0 or more.</summary>
    public double DivergenceWeight
    {
        get => _divergenceWeight;
        init => _divergenceWeight = value >= 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(DivergenceWeight), value, "Use 0 or more.");
    }

    /// <summary>A <c>vae</c> folder whose weights the training begins with, of the same configuration; null to begin from nothing.</summary>
    public string? Start { get; init; }

    /// <summary>
    /// Whether only the decoder learns: latents stay what <see cref="Start"/> makes of images, so that everything that was trained on them keeps its worth,
    /// as in the fine-tuned decoders of Stable Diffusion.
    /// </summary>
    public bool DecoderOnly { get; init; }

    /// <summary>The network's shape.</summary>
    /// <exception cref="ArgumentException">The groups don't divide the channels.</exception>
    internal AutoencoderConfiguration Configuration(double scalingFactor = 1)
    {
        if (DecoderOnly && Start is null)
            throw new ArgumentException($"{nameof(DecoderOnly)} needs an encoder to begin with: set {nameof(Start)}.");
        if (Channels.FirstOrDefault(width => width % NormGroups != 0) is int uneven and not 0)
            throw new ArgumentException($"{nameof(Channels)} has {uneven}, which {nameof(NormGroups)} {NormGroups} doesn't divide.");
        return new AutoencoderConfiguration
        {
            InChannels = 3,
            OutChannels = 3,
            LatentChannels = LatentChannels,
            BlockOutChannels = Channels,
            LayersPerBlock = LayersPerBlock,
            NormGroups = NormGroups,
            Activation = ActivationFunction.Silu,
            ScalingFactor = scalingFactor,
            ForceUpcast = false,
            MidBlockAttention = MidBlockAttention,
            UseQuantConv = true,
            UsePostQuantConv = true,
        };
    }
}
