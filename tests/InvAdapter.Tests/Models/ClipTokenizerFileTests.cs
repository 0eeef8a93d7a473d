using System.Text.Json;
using InvAdapter.Models;
using Xunit;

namespace InvAdapter.Tests.Models;

/// <summary>Broken and hostile tokenizer folders.</summary>
public sealed class ClipTokenizerFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ClipTokenizerFileTests() => SmallVocabulary.Write(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("vocab.json")]
    [InlineData("merges.txt")]
    [InlineData("tokenizer_config.json")]
    public void A_missing_file_is_named(string name)
    {
        File.Delete(_folder.At(name));
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => ClipTokenizer.Load(_folder.Path));
        Assert.Equal(_folder.At(name), error.File);
        Assert.Equal("missing", error.Actual);
    }

    [Theory]
    [InlineData("tokenizer_config.json", """{"model_max_length": "77"}""", "model_max_length")]
    [InlineData("tokenizer_config.json", """{"model_max_length": 2}""", "model_max_length")]
    [InlineData("tokenizer_config.json", """{"model_max_length": 76.5}""", "model_max_length")]
    [InlineData("tokenizer_config.json", """{"pad_token": 3}""", "pad_token")]
    [InlineData("tokenizer_config.json", """{"pad_token": {"text": "!"}}""", "pad_token")]
    [InlineData("tokenizer_config.json", """{"eos_token": ""}""", "eos_token")]
    [InlineData("tokenizer_config.json", """{"tokenizer_class": "T5Tokenizer"}""", "tokenizer_class")]
    [InlineData("tokenizer_config.json", "[]", "the content")]
    [InlineData("tokenizer_config.json", "", "the content")]
    [InlineData("vocab.json", """{"a": -1}""", "a")]
    [InlineData("vocab.json", """{"a": 1, "b": 1}""", "b")]
    [InlineData("vocab.json", """{"a": "1"}""", "a")]
    [InlineData("merges.txt", "t h\n", "line 1")]
    [InlineData("merges.txt", "#version: 0.2\nt h\nt h\n", "line 3")]
    [InlineData("merges.txt", "#version: 0.2\nt h e\n", "line 2")]
    [InlineData("merges.txt", "#version: 0.2\nt\n", "line 2")]
    [InlineData("merges.txt", "#version: 0.2\nt h\nz z\n", "line 3")]
    [InlineData("merges.txt", "#version: 0.2\n\nt h\n", "line 2")]
    public void A_broken_file_is_refused_by_name_and_item(string name, string content, string item)
    {
        File.WriteAllText(_folder.At(name), content);
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => ClipTokenizer.Load(_folder.Path));
        Assert.Equal(_folder.At(name), error.File);
        Assert.Equal(item, error.Item);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("Ġ</w>")]
    [InlineData("<|endoftext|>")]
    public void A_missing_symbol_is_named(string symbol)
    {
        File.WriteAllText(_folder.At("merges.txt"), "#version: 0.2\n");
        File.WriteAllText(_folder.At("vocab.json"), JsonSerializer.Serialize(SmallVocabulary.Ids.Where(pair => pair.Key != symbol).ToDictionary()));
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => ClipTokenizer.Load(_folder.Path));
        Assert.Contains(symbol, error.Item, StringComparison.Ordinal);
    }

    [Fact]
    public void A_length_that_was_never_set_is_77()
    {
        File.WriteAllText(_folder.At("tokenizer_config.json"), """{"model_max_length": 1000000000000000019884624838656}""");
        Assert.Equal(77, ClipTokenizer.Load(_folder.Path).Length);
    }

    [Theory]
    [InlineData("vocab.json")]
    [InlineData("merges.txt")]
    [InlineData("tokenizer_config.json")]
    public void Damage_is_refused_or_harmless(string name)
    {
        (int accepted, int refused) = Mutations.LoadAll(_folder.At(name), 2000, () =>
        {
            ClipTokenizer tokenizer = ClipTokenizer.Load(_folder.Path);
            Assert.Equal(tokenizer.Length, tokenizer.Tokenize("The low, 日本 thing's &amp; é").Ids.Length);
        });

        Assert.True(refused > 500, $"Only {refused} of 2000 were refused.");
        Assert.True(accepted > 0, "None of 2000 was accepted.");
    }

    [Fact]
    public void Damage_to_the_special_tokens_map_is_refused_or_harmless()
    {
        File.WriteAllText(_folder.At("special_tokens_map.json"), """{"bos_token": "<|startoftext|>", "pad_token": {"content": "!", "lstrip": false}}""");
        (int accepted, int refused) = Mutations.LoadAll(_folder.At("special_tokens_map.json"), 2000, () => ClipTokenizer.Load(_folder.Path).Tokenize("low"));

        Assert.True(refused > 500, $"Only {refused} of 2000 were refused.");
        Assert.True(accepted > 20, $"Only {accepted} of 2000 were accepted.");
    }
}
