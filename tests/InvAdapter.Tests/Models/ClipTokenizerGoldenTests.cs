using System.Text.Json;
using InvAdapter.Models;
using InvAdapter.Tests.Golden;
using Xunit;

namespace InvAdapter.Tests.Models;

/// <summary>Against OpenAI's tokenizer, wherever CLIP's vocabulary is at hand. The vocabulary is not part of this repository.</summary>
public sealed class ClipTokenizerGoldenTests
{
    private static readonly (string Text, int[] Ids)[] Cases =
    [
        .. JsonDocument.Parse(File.ReadAllBytes(Path.Combine(GoldenFolders.InRepository, "clip-tokenizer.json"))).RootElement.GetProperty("cases").EnumerateArray()
            .Select(value => (value.GetProperty("text").GetString()!, value.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32()).ToArray()))
    ];

    [Fact]
    public void Golden_file_holds_every_text() => Assert.Equal(29, Cases.Length);

    [Fact]
    public void Ids_are_those_of_OpenAI()
    {
        foreach (string folder in GoldenFolders.Tokenizers)
        {
            ClipTokenizer tokenizer = ClipTokenizer.Load(folder);
            Assert.Equal(49408, tokenizer.VocabularySize);
            foreach ((string text, int[] ids) in Cases)
            {
                TokenizedPrompt prompt = tokenizer.Tokenize(text);
                int used = prompt.TokenCount + 2;

                Assert.Equal(ids.Length, prompt.Ids.Length);
                Assert.Equal(ids.Take(used), prompt.Ids.Take(used));
                Assert.All(ids.Skip(used), id => Assert.Equal(49407, id));
                Assert.All(prompt.Ids.Skip(used), id => Assert.Equal(tokenizer.PaddingId, id));
            }
        }
    }

    [Fact]
    public void Golden_pipelines_tokenize_their_own_prompts()
    {
        foreach (string folder in GoldenFolders.Tokenizers)
        {
            string file = Path.Combine(folder, "tokenizer", "tokenizer_config.json");
            string padding = JsonDocument.Parse(File.ReadAllBytes(file)).RootElement.GetProperty("pad_token").GetString()!;
            ClipTokenizer tokenizer = ClipTokenizer.Load(folder);

            Assert.Equal(padding == "!" ? 0 : 49407, tokenizer.PaddingId);
            Assert.Equal(padding == "!" ? 0 : 49407, tokenizer.Tokenize("").Ids[^1]);
        }
    }
}
