using System.Collections.Immutable;
using System.Text.Json.Nodes;
using InvAdapter.Configuration;
using InvAdapter.Scheduling;

namespace InvAdapter.Training.Checkpoints;

/// <summary>Writes configurations in the keys of diffusers and transformers, as the readers of <see cref="InvAdapter.Configuration"/> read them.</summary>
internal static class ConfigurationWriter
{
    public static JsonObject Write(UNetConfiguration configuration) => new()
    {
        ["_class_name"] = "UNet2DConditionModel",
        ["act_fn"] = Name(configuration.Activation),

        // What diffusers calls the width of a head is their number.
        ["attention_head_dim"] = PerLevel(configuration.Heads),
        ["block_out_channels"] = List(configuration.BlockOutChannels),
        ["center_input_sample"] = configuration.CenterInputSample,
        ["conv_in_kernel"] = configuration.ConvInKernel,
        ["conv_out_kernel"] = configuration.ConvOutKernel,
        ["cross_attention_dim"] = configuration.CrossAttentionDim,
        ["down_block_types"] = List(configuration.DownAttention.Select(attends => attends ? "CrossAttnDownBlock2D" : "DownBlock2D")),
        ["downsample_padding"] = configuration.DownsamplePadding,
        ["flip_sin_to_cos"] = configuration.FlipSinToCos,
        ["freq_shift"] = Number(configuration.FrequencyShift),
        ["in_channels"] = configuration.InChannels,
        ["layers_per_block"] = PerLevel(configuration.LayersPerBlock),
        ["mid_block_scale_factor"] = Number(configuration.MidBlockScaleFactor),
        ["mid_block_type"] = "UNetMidBlock2DCrossAttn",
        ["norm_eps"] = configuration.NormEpsilon,
        ["norm_num_groups"] = configuration.NormGroups,
        ["out_channels"] = configuration.OutChannels,
        ["resnet_time_scale_shift"] = configuration.TimeScaleShift ? "scale_shift" : "default",
        ["sample_size"] = configuration.SampleSize,
        ["time_embedding_act_fn"] = Name(configuration.TimeEmbeddingActivation),
        ["time_embedding_dim"] = configuration.TimeEmbeddingDim,
        ["timestep_post_act"] = Name(configuration.TimestepPostActivation),
        ["transformer_layers_per_block"] = PerLevel(configuration.TransformerLayers),
        ["up_block_types"] = List(configuration.UpAttention.Select(attends => attends ? "CrossAttnUpBlock2D" : "UpBlock2D")),
        ["upcast_attention"] = configuration.UpcastAttention,
        ["use_linear_projection"] = configuration.UseLinearProjection,
    };

    public static JsonObject Write(AutoencoderConfiguration configuration) => new()
    {
        ["_class_name"] = "AutoencoderKL",
        ["act_fn"] = Name(configuration.Activation),
        ["block_out_channels"] = List(configuration.BlockOutChannels),
        ["down_block_types"] = List(configuration.BlockOutChannels.Select(_ => "DownEncoderBlock2D")),
        ["force_upcast"] = configuration.ForceUpcast,
        ["in_channels"] = configuration.InChannels,
        ["latent_channels"] = configuration.LatentChannels,
        ["layers_per_block"] = configuration.LayersPerBlock,
        ["mid_block_add_attention"] = configuration.MidBlockAttention,
        ["norm_num_groups"] = configuration.NormGroups,
        ["out_channels"] = configuration.OutChannels,
        ["scaling_factor"] = configuration.ScalingFactor,
        ["up_block_types"] = List(configuration.BlockOutChannels.Select(_ => "UpDecoderBlock2D")),
        ["use_post_quant_conv"] = configuration.UsePostQuantConv,
        ["use_quant_conv"] = configuration.UseQuantConv,
    };

    public static JsonObject Write(TextEncoderConfiguration configuration) => new()
    {
        ["architectures"] = List(["CLIPTextModel"]),
        ["hidden_act"] = Name(configuration.Activation),
        ["hidden_size"] = configuration.HiddenSize,
        ["intermediate_size"] = configuration.IntermediateSize,
        ["layer_norm_eps"] = configuration.LayerNormEpsilon,
        ["max_position_embeddings"] = configuration.MaxPositions,
        ["model_type"] = "clip_text_model",
        ["num_attention_heads"] = configuration.Heads,
        ["num_hidden_layers"] = configuration.Layers,
        ["vocab_size"] = configuration.VocabularySize,
    };

    public static JsonObject Write(SchedulerConfiguration configuration) => new()
    {
        ["_class_name"] = "DDIMScheduler",
        ["beta_end"] = configuration.BetaEnd,
        ["beta_schedule"] = configuration.BetaSchedule switch
        {
            BetaSchedule.Linear => "linear",
            BetaSchedule.ScaledLinear => "scaled_linear",
            _ => "squaredcos_cap_v2",
        },
        ["beta_start"] = configuration.BetaStart,
        ["clip_sample"] = configuration.ClipSample,
        ["clip_sample_range"] = configuration.ClipSampleRange,
        ["dynamic_thresholding_ratio"] = configuration.DynamicThresholdingRatio,
        ["num_train_timesteps"] = configuration.TrainTimesteps,
        ["prediction_type"] = configuration.PredictionType switch
        {
            PredictionType.Epsilon => "epsilon",
            PredictionType.VPrediction => "v_prediction",
            _ => "sample",
        },
        ["rescale_betas_zero_snr"] = configuration.RescaleBetasZeroSnr,
        ["sample_max_value"] = configuration.SampleMaxValue,
        ["set_alpha_to_one"] = configuration.SetAlphaToOne,
        ["steps_offset"] = configuration.StepsOffset,
        ["thresholding"] = configuration.Thresholding,
        ["timestep_spacing"] = configuration.TimestepSpacing switch
        {
            TimestepSpacing.Leading => "leading",
            TimestepSpacing.Trailing => "trailing",
            _ => "linspace",
        },
        ["trained_betas"] = configuration.TrainedBetas.IsDefaultOrEmpty ? null : new JsonArray([.. configuration.TrainedBetas.Select(beta => (JsonNode)beta)]),
    };

    private static string? Name(ActivationFunction? function) => function switch
    {
        null => null,
        ActivationFunction.Silu => "silu",
        ActivationFunction.Gelu => "gelu",
        ActivationFunction.QuickGelu => "quick_gelu",
        ActivationFunction.Mish => "mish",
        ActivationFunction.Relu => "relu",
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "Not an activation function."),
    };

    /// <summary>One number where all levels have the same, as the published files have it.</summary>
    private static JsonNode PerLevel(ImmutableArray<int> values) =>
        values.All(value => value == values[0]) ? values[0] : List(values);

    /// <summary>Whole numbers as such: diffusers adds some of them to integers.</summary>
    private static JsonNode Number(double value) => value == Math.Floor(value) && Math.Abs(value) < int.MaxValue ? (int)value : value;

    private static JsonArray List(IEnumerable<int> values) => [.. values.Select(value => (JsonNode)value)];

    private static JsonArray List(IEnumerable<string> values) => [.. values.Select(value => (JsonNode)value)];
}
