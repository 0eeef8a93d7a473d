using System.Collections.Immutable;

namespace InvAdapter.Configuration;

/// <summary>Reads a UNet's <c>config.json</c> and refuses, by key and value, what the graphs can't honour.</summary>
internal static class UNetConfigurationReader
{
    /// <summary>Latents of images of 65,536 pixels a side.</summary>
    private const int MaximumSampleSize = 8192;

    public static UNetConfiguration Read(ConfigurationFile file)
    {
        RefuseUnsupported(file);
        ImmutableArray<int> channels = file.Integers("block_out_channels", [320, 640, 1280, 1280], UNetConfiguration.MaximumLevels);
        int levels = channels.Length;
        int groups = file.Integer("norm_num_groups", 32);
        string headsKey = file.Has("num_attention_heads") ? "num_attention_heads" : "attention_head_dim";
        ImmutableArray<int> heads = file.PerLevel(headsKey, levels, 8);
        CheckDivisible(file, channels, groups, headsKey, heads);

        return new UNetConfiguration
        {
            InChannels = file.Integer("in_channels", 4),
            OutChannels = file.Integer("out_channels", 4),
            SampleSize = file.Integer("sample_size", 64, maximum: MaximumSampleSize),
            BlockOutChannels = channels,
            LayersPerBlock = file.PerLevel("layers_per_block", levels, 2, UNetConfiguration.MaximumLayers),
            TransformerLayers = file.PerLevel("transformer_layers_per_block", levels, 1, UNetConfiguration.MaximumLayers),
            Heads = heads,
            DownAttention = Attention(file, "down_block_types", levels, "DownBlock2D", "CrossAttnDownBlock2D", coarsestFirst: false),
            UpAttention = Attention(file, "up_block_types", levels, "UpBlock2D", "CrossAttnUpBlock2D", coarsestFirst: true),
            CrossAttentionDim = CrossAttentionDim(file, levels),
            UseLinearProjection = file.Flag("use_linear_projection", false),
            UpcastAttention = file.Flag("upcast_attention", false),
            NormGroups = groups,
            NormEpsilon = file.Positive("norm_eps", 1e-5),
            Activation = file.Activation("act_fn", ActivationFunction.Silu),
            TimeEmbeddingDim = file.Integer("time_embedding_dim", channels[0] * 4),
            FlipSinToCos = file.Flag("flip_sin_to_cos", true),
            FrequencyShift = file.Number("freq_shift", 0),
            TimestepPostActivation = file.Activation("timestep_post_act"),
            TimeEmbeddingActivation = file.Activation("time_embedding_act_fn"),
            TimeScaleShift = file.Choice("resnet_time_scale_shift", false, ("default", false), ("scale_shift", true)),
            CenterInputSample = file.Flag("center_input_sample", false),
            DownsamplePadding = file.Integer("downsample_padding", 1, minimum: 0, maximum: 1),
            MidBlockScaleFactor = file.Positive("mid_block_scale_factor", 1),
            ConvInKernel = OddKernel(file, "conv_in_kernel"),
            ConvOutKernel = OddKernel(file, "conv_out_kernel"),
        };
    }

    private static void RefuseUnsupported(ConfigurationFile file)
    {
        file.RequireText("_class_name", "UNet2DConditionModel");
        file.RequireText("mid_block_type", "UNetMidBlock2DCrossAttn");
        file.RequireText("time_embedding_type", "positional");
        file.RequireText("attention_type", "default");
        foreach (string flag in (string[])["only_cross_attention", "mid_block_only_cross_attention", "dual_cross_attention", "class_embeddings_concat"])
            file.RequireOff(flag);
        foreach (string key in (string[])
        [
            "class_embed_type", "num_class_embeds", "addition_embed_type", "encoder_hid_dim", "encoder_hid_dim_type", "time_cond_proj_dim",
            "projection_class_embeddings_input_dim", "cross_attention_norm", "reverse_transformer_layers_per_block",
        ])
        {
            file.RequireAbsent(key);
        }
    }

    private static void CheckDivisible(ConfigurationFile file, ImmutableArray<int> channels, int groups, string headsKey, ImmutableArray<int> heads)
    {
        for (int level = 0; level < channels.Length; level++)
        {
            if (channels[level] % groups != 0)
                throw file.Bad("norm_num_groups", $"a divisor of block_out_channels[{level}] = {channels[level]}", $"{groups}");
            if (channels[level] % heads[level] != 0)
                throw file.Bad(headsKey, $"a number of heads that divides block_out_channels[{level}] = {channels[level]}", $"{heads[level]}");
        }

        // The sinusoidal embedding has as many channels as the finest level, half sines and half cosines.
        if (channels[0] % 2 != 0)
            throw file.Bad("block_out_channels", "a list that begins with an even number", $"{channels[0]} first");
    }

    private static ImmutableArray<bool> Attention(ConfigurationFile file, string key, int levels, string plain, string attending, bool coarsestFirst)
    {
        ImmutableArray<string> fallback = [.. Enumerable.Range(0, levels).Select(i => i == (coarsestFirst ? 0 : levels - 1) ? plain : attending)];
        ImmutableArray<string> types = file.Texts(key, fallback);
        if (types.Length != levels)
            throw file.Bad(key, $"a list of {levels}, as block_out_channels is", $"a list of {types.Length}");
        return [.. types.Select(type => type == attending || (type == plain ? false : throw file.Bad(key, $"made of {plain} and {attending}", $"\"{type}\"")))];
    }

    private static int CrossAttentionDim(ConfigurationFile file, int levels)
    {
        ImmutableArray<int> dims = file.PerLevel("cross_attention_dim", levels, 1280);
        return dims.All(dim => dim == dims[0]) ? dims[0] : throw file.Bad("cross_attention_dim", "one number for all levels", string.Join(", ", dims));
    }

    private static int OddKernel(ConfigurationFile file, string key)
    {
        int kernel = file.Integer(key, 3, maximum: 31);
        return kernel % 2 == 1 ? kernel : throw file.Bad(key, "an odd number");
    }
}
