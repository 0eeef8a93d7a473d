using System.Collections.Immutable;

namespace InvAdapter.Configuration;

/// <summary>The shape of an <c>AutoencoderKL</c>, read from its <c>config.json</c>.</summary>
/// <remarks>Lists run from the image's resolution to the latents'. Absent keys take diffusers' defaults.</remarks>
public sealed record AutoencoderConfiguration
{
    /// <summary>Channels of the image that is encoded.</summary>
    public required int InChannels { get; init; }

    /// <summary>Channels of the image that is decoded.</summary>
    public required int OutChannels { get; init; }

    /// <summary>Channels of the latents.</summary>
    public required int LatentChannels { get; init; }

    /// <summary>Channels at each level.</summary>
    public required ImmutableArray<int> BlockOutChannels { get; init; }

    /// <summary>Residual blocks of the encoder at each level; the decoder has one more.</summary>
    public required int LayersPerBlock { get; init; }

    /// <summary>Groups of every group normalisation.</summary>
    public required int NormGroups { get; init; }

    /// <summary>The nonlinearity.</summary>
    public required ActivationFunction Activation { get; init; }

    /// <summary>What latents are multiplied by on their way to the UNet; 0.18215 for Stable Diffusion.</summary>
    public required double ScalingFactor { get; init; }

    /// <summary>Whether the network overflows in float16 and must run in float32.</summary>
    public required bool ForceUpcast { get; init; }

    /// <summary>Whether the middle blocks have attention.</summary>
    public required bool MidBlockAttention { get; init; }

    /// <summary>Whether a 1×1 convolution follows the encoder.</summary>
    public required bool UseQuantConv { get; init; }

    /// <summary>Whether a 1×1 convolution precedes the decoder.</summary>
    public required bool UsePostQuantConv { get; init; }

    /// <summary>Pixels to one latent along each side; 8 for Stable Diffusion.</summary>
    public int Downscale => 1 << (BlockOutChannels.Length - 1);

    /// <summary>Reads an autoencoder's configuration.</summary>
    /// <param name="path">The <c>config.json</c> of the <c>vae</c> folder.</param>
    /// <exception cref="ModelFormatException">It is malformed, or asks for something that isn't supported; the message names the key and the value.</exception>
    public static AutoencoderConfiguration Load(string path)
    {
        ConfigurationFile file = ConfigurationFile.Load(path);
        file.RequireText("_class_name", "AutoencoderKL");
        file.RequireAbsent("shift_factor");
        file.RequireAbsent("latents_mean");
        file.RequireAbsent("latents_std");
        ImmutableArray<int> channels = file.Integers("block_out_channels", [64], UNetConfiguration.MaximumLevels);
        RequireTypes(file, "down_block_types", "DownEncoderBlock2D", channels.Length);
        RequireTypes(file, "up_block_types", "UpDecoderBlock2D", channels.Length);
        int groups = file.Integer("norm_num_groups", 32);
        if (channels.FirstOrDefault(width => width % groups != 0) is int uneven and not 0)
            throw file.Bad("norm_num_groups", $"a divisor of {uneven} in block_out_channels", $"{groups}");

        return new AutoencoderConfiguration
        {
            InChannels = file.Integer("in_channels", 3),
            OutChannels = file.Integer("out_channels", 3),
            LatentChannels = file.Integer("latent_channels", 4),
            BlockOutChannels = channels,
            LayersPerBlock = file.Integer("layers_per_block", 1, maximum: UNetConfiguration.MaximumLayers),
            NormGroups = groups,
            Activation = file.Activation("act_fn", ActivationFunction.Silu),
            ScalingFactor = file.Positive("scaling_factor", 0.18215),
            ForceUpcast = file.Flag("force_upcast", true),
            MidBlockAttention = file.Flag("mid_block_add_attention", true),
            UseQuantConv = file.Flag("use_quant_conv", true),
            UsePostQuantConv = file.Flag("use_post_quant_conv", true),
        };
    }

    private static void RequireTypes(ConfigurationFile file, string key, string type, int levels)
    {
        ImmutableArray<string> types = file.Texts(key, [.. Enumerable.Repeat(type, levels)]);
        if (types.Length != levels || types.Any(item => item != type))
            throw file.Bad(key, $"{levels} times {type}", string.Join(", ", types));
    }
}
