using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using InvAdapter.Models;
using InvAdapter.Weights;

namespace InvAdapter.Training.Tokenizers;

/// <summary>Makes a vocabulary of its own for a model that is trained from nothing, in CLIP's files.</summary>
public static class TokenizerFolder
{
    private const string Begin = "<|startoftext|>";
    private const string End = "<|endoftext|>";

    // Written as the published files are, which keep their symbols readable.
    private static readonly JsonSerializerOptions s_readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Learns merges from words and writes <c>vocab.json</c>, <c>merges.txt</c>, <c>tokenizer_config.json</c> and <c>special_tokens_map.json</c>.
    /// Every byte is in the vocabulary, so any text can be tokenized; the words given become one token each where the merges suffice.
    /// </summary>
    /// <param name="folder">The <c>tokenizer</c> folder; made where it is missing.</param>
    /// <param name="words">Lower-case words to learn from.</param>
    /// <param name="length">Token ids in every prompt, begin and end included; 3 to 4096.</param>
    /// <param name="maximumMerges">Most merges to learn.</param>
    /// <returns>The finished tokenizer.</returns>
    public static ClipTokenizer Write(string folder, IEnumerable<string> words, int length, int maximumMerges = 4096)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ArgumentNullException.ThrowIfNull(words);
        if (length is < 3 or > 4096)
            throw new ArgumentOutOfRangeException(nameof(length), length, "Use 3 to 4096 token ids.");
        ArgumentOutOfRangeException.ThrowIfNegative(maximumMerges);
        IReadOnlyList<(string Left, string Right)> merges = BytePairTrainer.Learn(words, maximumMerges);

        Directory.CreateDirectory(folder);
        Write(folder, "vocab.json", Ids(merges).ToJsonString(s_readable));
        Write(folder, "merges.txt", string.Concat(merges.Select(merge => $"{merge.Left} {merge.Right}\n").Prepend("#version: 0.2\n")));
        Write(folder, "special_tokens_map.json", Specials().ToJsonString(s_readable));
        JsonObject configuration = Specials();
        configuration["tokenizer_class"] = "CLIPTokenizer";
        configuration["model_max_length"] = length;
        Write(folder, "tokenizer_config.json", configuration.ToJsonString(s_readable));
        return ClipTokenizer.Load(folder);
    }

    private static JsonObject Ids(IReadOnlyList<(string Left, string Right)> merges)
    {
        var ids = new JsonObject();
        foreach (char symbol in ByteAlphabet.Characters)
            ids.Add($"{symbol}", ids.Count);
        foreach (char symbol in ByteAlphabet.Characters)
            ids.Add(symbol + ClipVocabulary.EndOfWord, ids.Count);
        foreach ((string left, string right) in merges)
            ids.TryAdd(left + right, ids.Count);
        ids.Add(Begin, ids.Count);
        ids.Add(End, ids.Count);
        return ids;
    }

    private static JsonObject Specials() => new() { ["bos_token"] = Begin, ["eos_token"] = End, ["pad_token"] = End, ["unk_token"] = End };

    private static void Write(string folder, string name, string text) =>
        AtomicFile.Write(Path.Combine(folder, name), stream => stream.Write(Encoding.UTF8.GetBytes(text.EndsWith('\n') ? text : text + "\n")));
}
