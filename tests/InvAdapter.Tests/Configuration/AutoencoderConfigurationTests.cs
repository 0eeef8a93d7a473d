using InvAdapter.Configuration;
using Xunit;

namespace InvAdapter.Tests.Configuration;

public sealed class AutoencoderConfigurationTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Stable_Diffusion_15_is_read_as_published()
    {
        AutoencoderConfiguration vae = AutoencoderConfiguration.Load(_folder.Write(PublishedConfigurations.Autoencoder15));

        Assert.Equal((3, 3, 4, 2), (vae.InChannels, vae.OutChannels, vae.LatentChannels, vae.LayersPerBlock));
        Assert.Equal([128, 256, 512, 512], vae.BlockOutChannels);
        Assert.Equal((32, ActivationFunction.Silu, 0.18215, 8), (vae.NormGroups, vae.Activation, vae.ScalingFactor, vae.Downscale));
        Assert.Equal((true, true, true, true), (vae.ForceUpcast, vae.MidBlockAttention, vae.UseQuantConv, vae.UsePostQuantConv));
    }

    [Fact]
    public void Absent_keys_take_the_defaults_of_diffusers()
    {
        AutoencoderConfiguration vae = AutoencoderConfiguration.Load(_folder.Write("{}"));

        Assert.Equal([64], vae.BlockOutChannels);
        Assert.Equal((3, 3, 4, 1), (vae.InChannels, vae.OutChannels, vae.LatentChannels, vae.LayersPerBlock));
        Assert.Equal((32, 0.18215, 1), (vae.NormGroups, vae.ScalingFactor, vae.Downscale));
    }

    [Fact]
    public void Rare_keys_are_read()
    {
        Assert.Equal(0.13025, Load("scaling_factor", "0.13025").ScalingFactor);
        Assert.False(Load("force_upcast", "false").ForceUpcast);
        Assert.False(Load("mid_block_add_attention", "false").MidBlockAttention);
        Assert.False(Load("use_quant_conv", "false").UseQuantConv);
        Assert.False(Load("use_post_quant_conv", "false").UsePostQuantConv);
    }

    [Theory]
    [InlineData("_class_name", "\"AutoencoderTiny\"")]
    [InlineData("shift_factor", "0.1159")]
    [InlineData("latents_mean", "[0.1]")]
    [InlineData("latents_std", "[0.1]")]
    [InlineData("scaling_factor", "0")]
    [InlineData("scaling_factor", "-0.18215")]
    [InlineData("scaling_factor", "\"0.18215\"")]
    [InlineData("act_fn", "\"tanh\"")]
    [InlineData("layers_per_block", "65")]
    [InlineData("block_out_channels", "[]")]
    [InlineData("latent_channels", "0")]
    [InlineData("force_upcast", "1")]
    public void An_unsupported_value_is_refused_by_file_key_and_value(string key, string value)
    {
        var error = Assert.Throws<ModelFormatException>(() => Load(key, value));

        Assert.Equal((_folder.File, key), (error.File, error.Item));
        Assert.Equal(value, error.Actual);
    }

    [Theory]
    [InlineData("down_block_types", "[\"DownEncoderBlock2D\"]", "down_block_types", "DownEncoderBlock2D")]
    [InlineData("up_block_types", "[\"UpDecoderBlock2D\",\"UpDecoderBlock2D\",\"UpDecoderBlock2D\",\"AttnUpDecoderBlock2D\"]", "up_block_types", "AttnUpDecoderBlock2D")]
    [InlineData("norm_num_groups", "48", "norm_num_groups", "48")]
    public void Values_that_do_not_fit_together_are_refused(string key, string value, string item, string actual)
    {
        var error = Assert.Throws<ModelFormatException>(() => Load(key, value));

        Assert.Equal((_folder.File, item), (error.File, error.Item));
        Assert.Contains(actual, error.Actual, StringComparison.Ordinal);
    }

    [Fact]
    public void Damage_is_refused_or_harmless()
    {
        string path = _folder.Write(PublishedConfigurations.Autoencoder15);
        (int accepted, int refused) = Mutations.LoadAll(path, 2000, () => Assert.InRange(AutoencoderConfiguration.Load(path).Downscale, 1, 128));

        Assert.True(refused > 500, $"Only {refused} of 2000 were refused.");
        Assert.True(accepted > 20, $"Only {accepted} of 2000 were accepted.");
    }

    private AutoencoderConfiguration Load(string key, string value) =>
        AutoencoderConfiguration.Load(_folder.Write(PublishedConfigurations.Autoencoder15, key, value));
}
