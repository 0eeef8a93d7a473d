using InvAdapter.Configuration;
using Xunit;

namespace InvAdapter.Tests.Configuration;

public sealed class TextEncoderConfigurationTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(PublishedConfigurations.TextEncoder15, 768, 3072, 12, 12, ActivationFunction.QuickGelu)]
    [InlineData(PublishedConfigurations.TextEncoder21, 1024, 4096, 23, 16, ActivationFunction.Gelu)]
    [InlineData("{}", 512, 2048, 12, 8, ActivationFunction.QuickGelu)]
    public void Published_files_and_absent_keys_are_read(string json, int width, int inner, int layers, int heads, ActivationFunction activation)
    {
        TextEncoderConfiguration text = TextEncoderConfiguration.Load(_folder.Write(json));

        Assert.Equal((width, inner, layers, heads), (text.HiddenSize, text.IntermediateSize, text.Layers, text.Heads));
        Assert.Equal((activation, 1e-5, 77, 49408), (text.Activation, text.LayerNormEpsilon, text.MaxPositions, text.VocabularySize));
    }

    [Theory]
    [InlineData("model_type", "\"clip\"")]
    [InlineData("model_type", "\"t5\"")]
    [InlineData("hidden_act", "\"gelu_new\"")]
    [InlineData("hidden_size", "0")]
    [InlineData("layer_norm_eps", "0")]
    [InlineData("num_hidden_layers", "257")]
    [InlineData("vocab_size", "-1")]
    [InlineData("vocab_size", "2000000000")]
    public void An_unsupported_value_is_refused_by_file_key_and_value(string key, string value)
    {
        var error = Assert.Throws<ModelFormatException>(() => Load(key, value));

        Assert.Equal((_folder.File, key), (error.File, error.Item));
        Assert.Equal(value, error.Actual);
    }

    [Fact]
    public void Heads_must_divide_the_width()
    {
        var error = Assert.Throws<ModelFormatException>(() => Load("num_attention_heads", "11"));
        Assert.Equal(("num_attention_heads", "11"), (error.Item, error.Actual));
        Assert.Contains("768", error.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void Damage_is_refused_or_harmless()
    {
        string path = _folder.Write(PublishedConfigurations.TextEncoder15);
        (int accepted, int refused) = Mutations.LoadAll(path, 2000, () => Assert.InRange(TextEncoderConfiguration.Load(path).Layers, 1, 256));

        Assert.True(refused > 500, $"Only {refused} of 2000 were refused.");
        Assert.True(accepted > 100, $"Only {accepted} of 2000 were accepted.");
    }

    private TextEncoderConfiguration Load(string key, string value) =>
        TextEncoderConfiguration.Load(_folder.Write(PublishedConfigurations.TextEncoder15, key, value));
}
