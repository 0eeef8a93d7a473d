using InvAdapter.Models;
using InvAdapter.Tests;
using InvAdapter.Training.Tokenizers;
using Xunit;

namespace InvAdapter.Training.Tests.Tokenizers;

public class TokenizerFolderTests
{
    private static readonly string[] s_words = ["low", "lower", "lowest", "newer", "wider", "a", ","];

    [Fact]
    public void Every_word_becomes_one_token()
    {
        using var folder = new TemporaryFolder();
        ClipTokenizer tokenizer = TokenizerFolder.Write(folder.At("tokenizer"), s_words, 12);

        Assert.Equal(12, tokenizer.Length);
        int[] ids = [.. s_words.Select(word => Ids(tokenizer, word).Single())];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Equal((string[])["low", "lower", "newer"], s_words.Where(word => Ids(tokenizer, "low newer, lower").Contains(Ids(tokenizer, word)[0])).Where(word => word != ",").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("slower", 2, 6)]
    [InlineData("Größe", 2, 7)]
    [InlineData("猫", 3, 3)]
    public void Any_other_text_has_tokens_too(string text, int least, int most)
    {
        using var folder = new TemporaryFolder();
        ClipTokenizer tokenizer = TokenizerFolder.Write(folder.At("tokenizer"), s_words, 12);
        Assert.InRange(Ids(tokenizer, text).Length, least, most);
    }

    [Fact]
    public void Few_merges_are_the_most_frequent_ones()
    {
        // "e" before "r" ends three words, more than any other two neighbours begin or end.
        IReadOnlyList<(string Left, string Right)> merges = BytePairTrainer.Learn(["newer", "wider", "lower", "low"], 2);
        Assert.Equal([("e", "r</w>"), ("l", "o")], merges);
    }

    [Fact]
    public void The_same_words_give_the_same_files()
    {
        using var folder = new TemporaryFolder();
        TokenizerFolder.Write(folder.At("one"), s_words, 12);
        TokenizerFolder.Write(folder.At("two"), s_words.Reverse(), 12);
        foreach (string file in Directory.GetFiles(folder.At("one")))
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(folder.At("two"), Path.GetFileName(file))));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5000)]
    public void Lengths_out_of_range_are_refused(int length)
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<ArgumentOutOfRangeException>(() => TokenizerFolder.Write(folder.At("tokenizer"), s_words, length));
        Assert.False(Directory.Exists(folder.At("tokenizer")));
    }

    private static int[] Ids(ClipTokenizer tokenizer, string text)
    {
        TokenizedPrompt prompt = tokenizer.Tokenize(text);
        return [.. prompt.Ids.Skip(1).TakeWhile(id => id != tokenizer.EndId)];
    }
}
