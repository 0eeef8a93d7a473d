using System.Diagnostics;
using System.Text;
using System.Text.Json;
using CsCheck;
using InvAdapter.Models;
using Xunit;

namespace InvAdapter.Tests.Models;

/// <summary>The algorithm, on a vocabulary made here.</summary>
public sealed class ClipTokenizerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ClipTokenizer _tokenizer;

    public ClipTokenizerTests()
    {
        SmallVocabulary.Write(_folder.Path);
        _tokenizer = ClipTokenizer.Load(_folder.Path);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "")]
    [InlineData("the", "the</w>")]
    [InlineData("  THE\t\n the ", "the</w> the</w>")]
    [InlineData("aaaa", "aa a a</w>")]
    [InlineData("aaaaaaa", "aaaa aaa</w>")]
    [InlineData("low", "low</w>")]
    [InlineData("he's", "he</w> ' s</w>")]
    [InlineData("don''t", "d o n</w> ' '</w> t</w>")]
    [InlineData("42nd", "4</w> 2</w> n d</w>")]
    [InlineData("thing!!!", "th ing</w> ! ! !</w>")]
    [InlineData("fish &amp; chips", "f i s h</w> &</w> c h i p s</w>")]
    [InlineData("&amp;lt;&#65;&#x42;&#128;", "<</w> a b</w> â Ĥ ¬</w>")]
    [InlineData("&nosuch; &ampx &copy", "&</w> n o s u c h</w> ;</w> &</w> x</w> Â ©</w>")]
    [InlineData("É&eacute;r", "Ã© Ã©r</w>")]
    [InlineData("İ", "i</w> Ì ĩ</w>")]
    [InlineData("ΟΔΟΣ Σ", "Î ¿ Î ´ Î ¿ Ï Ĥ</w> Ï ĥ</w>")]
    [InlineData("<|STARTOFTEXT|>the<|endoftext|>", "<|startoftext|> the</w> <|endoftext|>")]
    [InlineData("!<|endoftext|>", "! < |</w> e n d o f t e x t</w> | ></w>")]
    public void Splits_and_merges(string text, string symbols)
    {
        int[] expected = [.. symbols.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(symbol => SmallVocabulary.Ids[symbol])];

        TokenizedPrompt prompt = _tokenizer.Tokenize(text);

        Assert.Equal([SmallVocabulary.BeginId, .. expected, SmallVocabulary.EndId], prompt.Ids.Take(expected.Length + 2));
        Assert.All(prompt.Ids.Skip(expected.Length + 2), id => Assert.Equal(_tokenizer.PaddingId, id));
        Assert.Equal(expected.Length, prompt.TokenCount);
        Assert.False(prompt.IsTruncated);
        Assert.Equal("", prompt.CutText);
    }

    [Fact]
    public void Cuts_what_does_not_fit_and_says_so()
    {
        string words = string.Concat(Enumerable.Repeat("the ", 74));

        TokenizedPrompt fits = _tokenizer.Tokenize(words + "the ");
        TokenizedPrompt cut = _tokenizer.Tokenize(words + "XYZ the End");

        Assert.False(fits.IsTruncated);
        Assert.Equal(75, fits.TokenCount);
        Assert.Equal(SmallVocabulary.EndId, fits.Ids[76]);
        Assert.True(cut.IsTruncated);
        Assert.Equal(75, cut.TokenCount);
        Assert.Equal(SmallVocabulary.EndId, cut.Ids[76]);
        Assert.Equal("yz the end", cut.CutText);
    }

    [Fact]
    public void Cut_text_begins_at_a_whole_character()
    {
        // Three bytes a character and one token a byte: 75 tokens are exactly 25 of them, 74 and one more are 24 and a part.
        Assert.Equal("日", _tokenizer.Tokenize(new string('日', 26)).CutText);
        Assert.Equal("日日", _tokenizer.Tokenize("a " + new string('日', 26)).CutText);
    }

    [Theory]
    [InlineData("\"!\"", 0)]
    [InlineData("{\"content\": \"!\"}", 0)]
    [InlineData("\"<|endoftext|>\"", 49407)]
    [InlineData("null", 49407)]
    public void Pads_with_the_padding_token(string padding, int id)
    {
        SmallVocabulary.Write(_folder.Path, padding);
        ClipTokenizer tokenizer = ClipTokenizer.Load(_folder.Path);

        Assert.Equal(id, tokenizer.PaddingId);
        Assert.Equal([SmallVocabulary.BeginId, SmallVocabulary.EndId, .. Enumerable.Repeat(id, 75)], tokenizer.Tokenize("").Ids);
    }

    [Fact]
    public void Special_tokens_map_overrules_the_configuration()
    {
        File.WriteAllText(_folder.At("special_tokens_map.json"), """{"pad_token": "!"}""");
        Assert.Equal(0, ClipTokenizer.Load(_folder.Path).PaddingId);
    }

    [Fact]
    public void A_model_folder_is_as_good_as_its_tokenizer_folder()
    {
        string nested = Directory.CreateDirectory(Path.Combine(_folder.Path, "model", "tokenizer")).FullName;
        SmallVocabulary.Write(nested);
        Assert.Equal(_tokenizer.Tokenize("the low").Ids, ClipTokenizer.Load(_folder.At("model")).Tokenize("the low").Ids);
    }

    /// <summary>The encoder against OpenAI's bpe() written out plainly, with merges in random, also unnatural, order.</summary>
    [Fact]
    public void Encoder_agrees_with_the_plain_algorithm()
    {
        Gen.Select(Gen.Int[0, int.MaxValue], Gen.Char["abc"].Array[1, 60]).Sample((seed, letters) =>
        {
            var random = new Random(seed);
            (string, string)[] merges = RandomMerges(random);
            ClipVocabulary vocabulary = VocabularyOf(merges, out Dictionary<int, string> symbols);
            string word = new(letters);

            IEnumerable<string> tokens = BytePairEncoder.Encode(vocabulary, Encoding.UTF8.GetBytes(word)).Select(token => symbols[token.Id]);

            Assert.Equal(PlainMerge(word, merges), tokens);
        }, iter: 300);
    }

    [Theory]
    [InlineData('a')]
    [InlineData('!')]
    [InlineData('&')]
    [InlineData('Σ')]
    [InlineData('\'')]
    public void A_megabyte_without_a_space_is_no_attack(char letter)
    {
        var watch = Stopwatch.StartNew();
        TokenizedPrompt prompt = _tokenizer.Tokenize(new string(letter, 1 << 20));

        Assert.Equal(77, prompt.Ids.Length);
        Assert.True(prompt.IsTruncated);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"It took {watch.Elapsed}.");
    }

    [Fact]
    public void Any_text_gives_77_ids_of_the_vocabulary()
    {
        var known = new HashSet<int>(SmallVocabulary.Ids.Values);
        Gen<string> anything = Gen.OneOf(Gen.Char, Gen.Char['\ud800', '\udfff'], Gen.Char[' ', '\u024f'], Gen.Char["&#;'<|>Σİ"])
            .Array[0, 200].Select(letters => new string(letters));

        anything.Sample(text =>
        {
            TokenizedPrompt prompt = _tokenizer.Tokenize(text);
            Assert.Equal(77, prompt.Ids.Length);
            Assert.Equal(SmallVocabulary.BeginId, prompt.Ids[0]);
            Assert.Equal(SmallVocabulary.EndId, prompt.Ids[prompt.TokenCount + 1]);
            Assert.All(prompt.Ids, id => Assert.Contains(id, known));
        }, iter: 5000);
    }

    [Fact]
    public void Threads_do_not_disturb_each_other()
    {
        string[] texts = [.. Enumerable.Range(0, 500).Select(i => $"the low thing {i} aaaa{new string('a', i % 50)}")];
        int[][] alone = [.. texts.Select(text => ClipTokenizer.Load(_folder.Path).Tokenize(text).Ids.ToArray())];

        Parallel.For(0, 4 * texts.Length, i => Assert.Equal(alone[i % texts.Length], _tokenizer.Tokenize(texts[i % texts.Length]).Ids));
    }

    private static (string, string)[] RandomMerges(Random random)
    {
        var symbols = new List<string> { "a", "b", "c", "a</w>", "b</w>", "c</w>" };
        var merges = new List<(string, string)>();
        while (merges.Count < 12)
        {
            string left = symbols[random.Next(symbols.Count)];
            string right = symbols[random.Next(symbols.Count)];
            if (left.EndsWith("</w>", StringComparison.Ordinal) || merges.Contains((left, right)))
                continue;
            merges.Add((left, right));
            if (!symbols.Contains(left + right))
                symbols.Add(left + right);
        }

        if (random.Next(2) == 0)
            random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(merges));
        return [.. merges];
    }

    private static ClipVocabulary VocabularyOf((string Left, string Right)[] merges, out Dictionary<int, string> symbols)
    {
        using var folder = new TemporaryFolder();
        var ids = SmallVocabulary.ByteSymbols.SelectMany(symbol => new[] { $"{symbol}", $"{symbol}</w>" })
            .Concat(merges.Select(merge => merge.Left + merge.Right)).Distinct().Select((symbol, id) => (symbol, id)).ToDictionary(pair => pair.symbol, pair => pair.id);
        File.WriteAllText(folder.At("vocab.json"), JsonSerializer.Serialize(ids));
        File.WriteAllLines(folder.At("merges.txt"), ["#version: 0.2", .. merges.Select(merge => $"{merge.Left} {merge.Right}")]);
        symbols = ids.ToDictionary(pair => pair.Value, pair => pair.Key);
        return ClipVocabulary.Read(folder.At("vocab.json"), folder.At("merges.txt"));
    }

    private static List<string> PlainMerge(string word, (string Left, string Right)[] merges)
    {
        List<string> symbols = [.. word[..^1].Select(letter => $"{letter}"), word[^1] + "</w>"];
        while (true)
        {
            int best = Enumerable.Range(0, symbols.Count - 1).Select(i => Rank(symbols[i], symbols[i + 1])).DefaultIfEmpty(int.MaxValue).Min();
            if (best == int.MaxValue)
                return symbols;

            var joined = new List<string>();
            for (int i = 0; i < symbols.Count; i++)
            {
                if (i + 1 < symbols.Count && Rank(symbols[i], symbols[i + 1]) == best)
                    joined.Add(symbols[i] + symbols[++i]);
                else
                    joined.Add(symbols[i]);
            }

            symbols = joined;
        }

        int Rank(string left, string right) => Array.IndexOf(merges, (left, right)) is var rank && rank < 0 ? int.MaxValue : rank;
    }
}
