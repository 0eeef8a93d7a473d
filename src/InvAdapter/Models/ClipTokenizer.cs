using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;

namespace InvAdapter.Models;

/// <summary>
/// CLIP's tokenizer: byte-level BPE on lower-cased text, as OpenAI's <c>SimpleTokenizer</c> without ftfy.
/// May be used by several threads at once.
/// </summary>
/// <remarks>
/// Of HTML's character references the numeric ones and the names of HTML 4 are decoded. Half a surrogate pair is read as U+FFFD.
/// </remarks>
public sealed class ClipTokenizer
{
    private const int MaxCachedWords = 16_384;
    private const int MaxCachedLength = 64;
    private readonly ClipVocabulary _vocabulary;
    private readonly ConcurrentDictionary<string, WordToken[]> _cache = new(StringComparer.Ordinal);
    private readonly string[] _specials;
    private int _cachedWords;

    private ClipTokenizer(ClipVocabulary vocabulary, ClipSpecialTokens specials)
    {
        _vocabulary = vocabulary;
        Length = specials.Length;
        BeginId = vocabulary.IdOf(specials.Begin);
        EndId = vocabulary.IdOf(specials.End);
        PaddingId = vocabulary.IdOf(specials.Padding);

        // Written inside a prompt, begin and end are themselves. Text is lower-cased by then, so the names are as well.
        _specials = [specials.Begin.ToLowerInvariant(), specials.End.ToLowerInvariant()];
        _cache[_specials[0]] = [new WordToken(BeginId, 0)];
        _cache[_specials[1]] = [new WordToken(EndId, 0)];
    }

    /// <summary>Number of ids in every prompt: 77 for CLIP.</summary>
    public int Length { get; }

    /// <summary>Id that begins a prompt: 49406 in CLIP's vocabulary.</summary>
    public int BeginId { get; }

    /// <summary>Id that ends a prompt: 49407 in CLIP's vocabulary.</summary>
    public int EndId { get; }

    /// <summary>Id that fills up a prompt: the end id in Stable Diffusion 1.x, 0 in 2.x.</summary>
    public int PaddingId { get; }

    /// <summary>One more than the highest id: the rows that a text encoder's token embedding has to have. 49408 for CLIP.</summary>
    public int VocabularySize => _vocabulary.Size;

    /// <summary>Reads <c>vocab.json</c>, <c>merges.txt</c>, <c>tokenizer_config.json</c> and, where there is one, <c>special_tokens_map.json</c>.</summary>
    /// <param name="folder">A tokenizer folder, or a model folder that holds <c>tokenizer/</c>.</param>
    /// <returns>The tokenizer.</returns>
    /// <exception cref="ModelFormatException">A file is missing or broken, or they do not belong together.</exception>
    public static ClipTokenizer Load(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string nested = Path.Combine(folder, "tokenizer");
        if (!File.Exists(Path.Combine(folder, "vocab.json")) && Directory.Exists(nested))
            folder = nested;

        ClipSpecialTokens specials = ClipSpecialTokens.Read(folder);
        return new ClipTokenizer(ClipVocabulary.Read(Path.Combine(folder, "vocab.json"), Path.Combine(folder, "merges.txt")), specials);
    }

    /// <summary>Turns a prompt into token ids. A prompt that is too long loses its tail, and says so.</summary>
    /// <param name="text">Any text; empty for the unconditional prompt.</param>
    /// <returns>Exactly <see cref="Length"/> ids, and what was cut.</returns>
    public TokenizedPrompt Tokenize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string clean = ClipText.Clean(text);
        ImmutableArray<int>.Builder ids = ImmutableArray.CreateBuilder<int>(Length);
        ids.Add(BeginId);
        int cut = AddWords(clean, ids);
        int count = ids.Count - 1;

        ids.Add(EndId);
        while (ids.Count < Length)
            ids.Add(PaddingId);
        return new TokenizedPrompt(ids.MoveToImmutable(), count, clean[cut..]);
    }

    /// <summary>Adds the tokens that fit before the end id, and returns where in the text the first begins that does not.</summary>
    private int AddWords(string clean, ImmutableArray<int>.Builder ids)
    {
        int start = 0;
        while (start < clean.Length)
        {
            if (clean[start] == ' ')
            {
                start++;
                continue;
            }

            int end = ClipWords.EndOf(clean, start, _specials);
            string word = clean[start..end];
            foreach (WordToken token in Encode(word))
            {
                if (ids.Count == Length - 1)
                    return start + CharactersIn(word, token.Start);
                ids.Add(token.Id);
            }

            start = end;
        }

        return start;
    }

    private WordToken[] Encode(string word)
    {
        if (_cache.TryGetValue(word, out WordToken[]? tokens))
            return tokens;

        tokens = BytePairEncoder.Encode(_vocabulary, Encoding.UTF8.GetBytes(word));
        if (word.Length <= MaxCachedLength && Volatile.Read(ref _cachedWords) < MaxCachedWords && _cache.TryAdd(word, tokens))
            Interlocked.Increment(ref _cachedWords);
        return tokens;
    }

    /// <summary>How many characters lie wholly within the first bytes of a word's UTF-8.</summary>
    private static int CharactersIn(string word, int bytes)
    {
        int characters = 0;
        foreach (Rune rune in word.EnumerateRunes())
        {
            bytes -= rune.Utf8SequenceLength;
            if (bytes < 0)
                break;
            characters += rune.Utf16SequenceLength;
        }

        return characters;
    }
}
