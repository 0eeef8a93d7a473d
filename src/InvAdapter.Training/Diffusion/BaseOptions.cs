using System.Collections.Immutable;
using InvAdapter.Configuration;
using InvAdapter.Models;
using InvAdapter.Scheduling;

namespace InvAdapter.Training.Diffusion;

/// <summary>The shape of a text-to-image model that is trained from nothing, and what its loss weighs.</summary>
public sealed record BaseOptions
{
    private readonly ImmutableArray<int> _channels = [48, 96, 128];
    private readonly int _convolutionLevels = 1;
    private readonly int _layersPerBlock = 2;
    private readonly int _heads = 4;
    private readonly int _normGroups = 16;
    private readonly int _textWidth = 128;
    private readonly int _textLayers = 2;
    private readonly int _promptLength = 40;
    private readonly double _promptDropout = 0.1;

    /// <summary>Channels of the UNet at each level, the finest first, 1 to 8 levels; multiples of <see cref="Heads"/> and <see cref="NormGroups"/>.</summary>
    public ImmutableArray<int> Channels
    {
        get => _channels;
        init => _channels = value is { IsDefault: false, Length: >= 1 and <= 8 } && value.All(width => width is >= 1 and <= 4096)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Channels), value.IsDefault ? "none" : string.Join(',', value), "Use 1 to 8 numbers from 1 to 4096.");
    }

    /// <summary>How many of the levels, the finest first, have no attention; 0 up to but not including all. Attention there costs most and matters least.</summary>
    public int ConvolutionLevels
    {
        get => _convolutionLevels;
        init => _convolutionLevels = Within(value, 0, 7, nameof(ConvolutionLevels));
    }

    /// <summary>Residual blocks on the way down at each level, elsewhere each with a transformer; the way up has one more. 1 to 8.</summary>
    public int LayersPerBlock
    {
        get => _layersPerBlock;
        init => _layersPerBlock = Within(value, 1, 8, nameof(LayersPerBlock));
    }

    /// <summary>Attention heads of UNet and text encoder, 1 to 64.</summary>
    public int Heads
    {
        get => _heads;
        init => _heads = Within(value, 1, 64, nameof(Heads));
    }

    /// <summary>Groups of every group normalisation, 1 to 64.</summary>
    public int NormGroups
    {
        get => _normGroups;
        init => _normGroups = Within(value, 1, 64, nameof(NormGroups));
    }

    /// <summary>Width of the text encoder, 1 to 4096; a multiple of <see cref="Heads"/>.</summary>
    public int TextWidth
    {
        get => _textWidth;
        init => _textWidth = Within(value, 1, 4096, nameof(TextWidth));
    }

    /// <summary>Layers of the text encoder, 1 to 64.</summary>
    public int TextLayers
    {
        get => _textLayers;
        init => _textLayers = Within(value, 1, 64, nameof(TextLayers));
    }

    /// <summary>Token ids in every prompt, begin and end included; 3 to 4096.</summary>
    public int PromptLength
    {
        get => _promptLength;
        init => _promptLength = Within(value, 3, 4096, nameof(PromptLength));
    }

    /// <summary>Share of prompts that are replaced by the empty one, 0 to 1: what guidance needs (Ho and Salimans 2022).</summary>
    public double PromptDropout
    {
        get => _promptDropout;
        init => _promptDropout = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(PromptDropout), value, "Use 0 to 1.");
    }

    /// <summary>Which noise levels are looked at, and what each counts.</summary>
    public NoiseEmphasis Emphasis { get; init; } = new();

    /// <summary>
    /// Noise levels, and what the UNet predicts. The default is DDPM's linear β (Ho et al. 2020), which leaves nothing of small latents at the last
    /// timestep, with v-prediction (Salimans and Ho 2022), which stays well-conditioned there.
    /// </summary>
    public SchedulerConfiguration Scheduler { get; init; } = new()
    {
        ClipSample = false,
        PredictionType = PredictionType.VPrediction,
        TimestepSpacing = TimestepSpacing.Trailing,
    };

    /// <summary>
    /// A model folder that is trained on: one of the same configuration, autoencoder and noise levels, whose vocabulary is kept. Null to begin from nothing.
    /// </summary>
    public string? Start { get; init; }

    /// <summary>The UNet's shape for latents of a shape.</summary>
    /// <exception cref="ArgumentException">The widths don't fit heads or groups.</exception>
    internal UNetConfiguration UNet(LatentShape latents)
    {
        if (Channels.FirstOrDefault(width => width % Heads != 0 || width % NormGroups != 0) is int uneven and not 0)
            throw new ArgumentException($"{nameof(Channels)} has {uneven}, which {nameof(Heads)} {Heads} and {nameof(NormGroups)} {NormGroups} don't both divide.");
        if (ConvolutionLevels >= Channels.Length)
            throw new ArgumentException($"{nameof(ConvolutionLevels)} {ConvolutionLevels} leaves none of the {Channels.Length} levels with attention.");
        return new UNetConfiguration
        {
            InChannels = latents.Channels,
            OutChannels = latents.Channels,
            SampleSize = Math.Max(latents.Height, latents.Width),
            BlockOutChannels = Channels,
            LayersPerBlock = Each(LayersPerBlock),
            TransformerLayers = Each(1),
            Heads = Each(Heads),
            DownAttention = [.. Channels.Select((_, level) => level >= ConvolutionLevels)],
            UpAttention = [.. Channels.Select((_, level) => level >= ConvolutionLevels).Reverse()],
            CrossAttentionDim = TextWidth,
            UseLinearProjection = true,
            UpcastAttention = false,
            NormGroups = NormGroups,
            NormEpsilon = 1e-5,
            Activation = ActivationFunction.Silu,
            TimeEmbeddingDim = 4 * Channels[0],
            FlipSinToCos = true,
            FrequencyShift = 0,
            TimestepPostActivation = null,
            TimeEmbeddingActivation = null,
            TimeScaleShift = false,
            CenterInputSample = false,
            DownsamplePadding = 1,
            MidBlockScaleFactor = 1,
            ConvInKernel = 3,
            ConvOutKernel = 3,
        };
    }

    /// <summary>The text encoder's shape for a vocabulary.</summary>
    /// <exception cref="ArgumentException">The width doesn't fit the heads.</exception>
    internal TextEncoderConfiguration TextEncoder(int vocabularySize)
    {
        if (TextWidth % Heads != 0)
            throw new ArgumentException($"{nameof(TextWidth)} {TextWidth} is no multiple of {nameof(Heads)} {Heads}.");
        return new TextEncoderConfiguration
        {
            HiddenSize = TextWidth,
            IntermediateSize = 4 * TextWidth,
            Layers = TextLayers,
            Heads = Heads,
            Activation = ActivationFunction.QuickGelu,
            LayerNormEpsilon = 1e-5,
            MaxPositions = PromptLength,
            VocabularySize = vocabularySize,
        };
    }

    private static int Within(int value, int least, int most, string name) =>
        value >= least && value <= most ? value : throw new ArgumentOutOfRangeException(name, value, $"Use {least} to {most}.");

    private ImmutableArray<T> Each<T>(T value) => [.. Enumerable.Repeat(value, Channels.Length)];
}
