using InvAdapter.Configuration;
using Xunit;

namespace InvAdapter.Tests.Configuration;

public sealed class UNetConfigurationTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Stable_Diffusion_15_is_read_as_published()
    {
        UNetConfiguration unet = UNetConfiguration.Load(_folder.Write(PublishedConfigurations.UNet15));

        Assert.Equal((4, 4, 64, 768), (unet.InChannels, unet.OutChannels, unet.SampleSize, unet.CrossAttentionDim));
        Assert.Equal([320, 640, 1280, 1280], unet.BlockOutChannels);
        Assert.Equal([2, 2, 2, 2], unet.LayersPerBlock);
        Assert.Equal([1, 1, 1, 1], unet.TransformerLayers);
        Assert.Equal([8, 8, 8, 8], unet.Heads);
        Assert.Equal([true, true, true, false], unet.DownAttention);
        Assert.Equal([false, true, true, true], unet.UpAttention);
        Assert.Equal((32, 1e-5, 1280), (unet.NormGroups, unet.NormEpsilon, unet.TimeEmbeddingDim));
        Assert.Equal((false, false, true, 0d, 1d), (unet.UseLinearProjection, unet.UpcastAttention, unet.FlipSinToCos, unet.FrequencyShift, unet.MidBlockScaleFactor));
        Assert.Equal((ActivationFunction.Silu, 1, 3, 3), (unet.Activation, unet.DownsamplePadding, unet.ConvInKernel, unet.ConvOutKernel));
        Assert.Equal((false, false), (unet.CenterInputSample, unet.TimeScaleShift));
        Assert.Null(unet.TimestepPostActivation);
        Assert.Null(unet.TimeEmbeddingActivation);
        Assert.Equal((4, 8), (unet.Levels, unet.SizeMultiple));
    }

    [Fact]
    public void Stable_Diffusion_21_differs_where_it_differs()
    {
        UNetConfiguration unet = UNetConfiguration.Load(_folder.Write(PublishedConfigurations.UNet21));

        Assert.Equal([5, 10, 20, 20], unet.Heads);
        Assert.Equal((1024, 96, true, true), (unet.CrossAttentionDim, unet.SampleSize, unet.UseLinearProjection, unet.UpcastAttention));
        Assert.Equal(32, unet.Sites.Length);
        Assert.All(unet.Sites, site => Assert.Equal(64, site.Width / site.Heads));
    }

    [Fact]
    public void Absent_keys_take_the_defaults_of_diffusers()
    {
        UNetConfiguration unet = UNetConfiguration.Load(_folder.Write("{}"));
        UNetConfiguration published = UNetConfiguration.Load(_folder.Write(PublishedConfigurations.UNet15));

        Assert.Equal(1280, unet.CrossAttentionDim);
        Assert.Equal(published.Sites, unet.Sites);
        Assert.Equal(published.DownAttention, unet.DownAttention);
        Assert.Equal(published.UpAttention, unet.UpAttention);
        Assert.Equal((published.SampleSize, published.NormGroups, published.TimeEmbeddingDim), (unet.SampleSize, unet.NormGroups, unet.TimeEmbeddingDim));
    }

    [Fact]
    public void Rare_keys_are_read()
    {
        Assert.Equal(512, Load("time_embedding_dim", "512").TimeEmbeddingDim);
        Assert.Equal(ActivationFunction.Gelu, Load("timestep_post_act", "\"gelu\"").TimestepPostActivation);
        Assert.Equal(ActivationFunction.Silu, Load("time_embedding_act_fn", "\"swish\"").TimeEmbeddingActivation);
        Assert.True(Load("resnet_time_scale_shift", "\"scale_shift\"").TimeScaleShift);
        Assert.Equal(0, Load("downsample_padding", "0").DownsamplePadding);
        Assert.Equal([1, 2, 3, 4], Load("transformer_layers_per_block", "[1,2,3,4]").TransformerLayers);
        Assert.Equal([10, 10, 10, 10], Load("num_attention_heads", "10").Heads);
        Assert.Equal(768, Load("cross_attention_dim", "[768,768,768,768]").CrossAttentionDim);
        Assert.Equal(4, Load("only_cross_attention", "[false,false,false,false]").Levels);
        Assert.Equal(1, Load("conv_in_kernel", "1").ConvInKernel);
    }

    [Theory]
    [InlineData("_class_name", "\"UNet2DModel\"")]
    [InlineData("only_cross_attention", "true")]
    [InlineData("only_cross_attention", "[true,true,true,false]")]
    [InlineData("mid_block_only_cross_attention", "true")]
    [InlineData("dual_cross_attention", "true")]
    [InlineData("class_embed_type", "\"timestep\"")]
    [InlineData("class_embeddings_concat", "true")]
    [InlineData("num_class_embeds", "1000")]
    [InlineData("addition_embed_type", "\"text_time\"")]
    [InlineData("time_embedding_type", "\"fourier\"")]
    [InlineData("time_cond_proj_dim", "256")]
    [InlineData("encoder_hid_dim", "4096")]
    [InlineData("encoder_hid_dim_type", "\"text_proj\"")]
    [InlineData("projection_class_embeddings_input_dim", "2816")]
    [InlineData("cross_attention_norm", "\"group_norm\"")]
    [InlineData("reverse_transformer_layers_per_block", "[[1],[2]]")]
    [InlineData("mid_block_type", "\"UNetMidBlock2DSimpleCrossAttn\"")]
    [InlineData("attention_type", "\"gated\"")]
    [InlineData("resnet_time_scale_shift", "\"ada_group\"")]
    [InlineData("act_fn", "\"tanh\"")]
    [InlineData("act_fn", "\"\"")]
    [InlineData("timestep_post_act", "\"softmax\"")]
    [InlineData("downsample_padding", "2")]
    [InlineData("conv_in_kernel", "4")]
    [InlineData("conv_out_kernel", "33")]
    [InlineData("sample_size", "0")]
    [InlineData("sample_size", "8193")]
    [InlineData("norm_eps", "0")]
    [InlineData("mid_block_scale_factor", "0")]
    [InlineData("layers_per_block", "1000")]
    [InlineData("layers_per_block", "0")]
    [InlineData("transformer_layers_per_block", "2000000000")]
    [InlineData("block_out_channels", "[]")]
    [InlineData("block_out_channels", "320")]
    [InlineData("block_out_channels", "[32,32,32,32,32,32,32,32,32]")]
    [InlineData("cross_attention_dim", "\"768\"")]
    [InlineData("use_linear_projection", "\"false\"")]
    public void An_unsupported_value_is_refused_by_file_key_and_value(string key, string value)
    {
        var error = Assert.Throws<ModelFormatException>(() => Load(key, value));

        Assert.Equal((_folder.File, key), (error.File, error.Item));
        Assert.Equal(value, error.Actual);
    }

    [Theory]
    [InlineData("block_out_channels", "[320,640]", "down_block_types", "a list of 4")]
    [InlineData("down_block_types", "[\"DownBlock2D\"]", "down_block_types", "a list of 1")]
    [InlineData("up_block_types", "[\"UpBlock2D\",\"UpBlock2D\",\"UpBlock2D\",\"SimpleCrossAttnUpBlock2D\"]", "up_block_types", "SimpleCrossAttnUpBlock2D")]
    [InlineData("down_block_types", "[\"AttnDownBlock2D\",\"DownBlock2D\",\"DownBlock2D\",\"DownBlock2D\"]", "down_block_types", "AttnDownBlock2D")]
    [InlineData("layers_per_block", "[2,2,2]", "layers_per_block", "a list of 3")]
    [InlineData("transformer_layers_per_block", "[[1],1,1,1]", "transformer_layers_per_block[0]", "[1]")]
    [InlineData("attention_head_dim", "[8,8]", "attention_head_dim", "a list of 2")]
    [InlineData("attention_head_dim", "7", "attention_head_dim", "7")]
    [InlineData("num_attention_heads", "[8,8,8,7]", "num_attention_heads", "7")]
    [InlineData("norm_num_groups", "48", "norm_num_groups", "48")]
    [InlineData("cross_attention_dim", "[768,768,768,1024]", "cross_attention_dim", "768, 768, 768, 1024")]
    [InlineData("block_out_channels", "[320,640,1280,2000000000]", "block_out_channels[3]", "2000000000")]
    public void Values_that_do_not_fit_together_are_refused(string key, string value, string item, string actual)
    {
        var error = Assert.Throws<ModelFormatException>(() => Load(key, value));

        Assert.Equal((_folder.File, item), (error.File, error.Item));
        Assert.Contains(actual, error.Actual, StringComparison.Ordinal);
    }

    [Fact]
    public void An_odd_first_width_is_refused() => Assert.Equal(
        "block_out_channels",
        Assert.Throws<ModelFormatException>(() => UNetConfiguration.Load(_folder.Write("""{"block_out_channels":[5,10,20,20],"norm_num_groups":5,"attention_head_dim":5}"""))).Item);

    [Theory]
    [InlineData(PublishedConfigurations.UNet15)]
    [InlineData(PublishedConfigurations.UNet21)]
    public void Damage_is_refused_or_harmless(string json)
    {
        string path = _folder.Write(json);
        (int accepted, int refused) = Mutations.LoadAll(path, 2000, () =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            UNetConfiguration unet = UNetConfiguration.Load(path);
            Assert.InRange(unet.Sites.Length, 2, 2 * UNetConfiguration.MaximumLevels * UNetConfiguration.MaximumLayers * (2 * UNetConfiguration.MaximumLayers + 1) + 2);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
        });

        Assert.True(refused > 500, $"Only {refused} of 2000 were refused.");
        Assert.True(accepted > 100, $"Only {accepted} of 2000 were accepted.");
    }

    private UNetConfiguration Load(string key, string value) => UNetConfiguration.Load(_folder.Write(PublishedConfigurations.UNet15, key, value));
}
