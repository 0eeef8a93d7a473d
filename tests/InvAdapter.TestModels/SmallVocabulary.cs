using System.Text.Json;

namespace InvAdapter.TestModels;

/// <summary>A vocabulary made here: every byte, every byte at a word's end, some merges, and CLIP's two special ids.</summary>
public static class SmallVocabulary
{
    public const int BeginId = 49406;
    public const int EndId = 49407;

    /// <summary>Learned first comes first. "lo w" is out of its natural order on purpose: it needs "l o", which comes later.</summary>
    public static IReadOnlyList<(string Left, string Right)> Merges { get; } =
    [
        ("t", "h"), ("th", "e</w>"), ("a", "a"), ("aa", "aa"), ("lo", "w</w>"), ("l", "o"), ("aa", "a</w>"), ("e", "r</w>"), ("i", "n"),
        ("in", "g</w>"), ("s", "t</w>"), ("h", "e</w>"), ("o", "w"), ("Ã", "©"), ("Ã©", "r</w>"), ("n", "g</w>"),
    ];

    /// <summary>Bytes in the order of OpenAI's bytes_to_unicode: the printable ones first.</summary>
    public static IReadOnlyList<char> ByteSymbols { get; } =
    [
        .. Range('!', '~'), .. Range('¡', '¬'), .. Range('®', 'ÿ'), .. Range('\u0100', '\u0143')
    ];

    public static IReadOnlyDictionary<string, int> Ids { get; } = BuildIds();

    public static void Write(string folder, string padding = "\"<|endoftext|>\"")
    {
        File.WriteAllText(Path.Combine(folder, "vocab.json"), JsonSerializer.Serialize(Ids));
        File.WriteAllText(Path.Combine(folder, "merges.txt"), "#version: 0.2\n" + string.Join('\n', Merges.Select(merge => $"{merge.Left} {merge.Right}")) + "\n");
        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), $$"""
            {
              "tokenizer_class": "CLIPTokenizer",
              "model_max_length": 77,
              "bos_token": {"content": "<|startoftext|>", "lstrip": false},
              "eos_token": "<|endoftext|>",
              "pad_token": {{padding}}
            }
            """);
    }

    private static IEnumerable<char> Range(char first, char last) => Enumerable.Range(first, last - first + 1).Select(value => (char)value);

    private static Dictionary<string, int> BuildIds()
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (char symbol in ByteSymbols)
            ids.Add($"{symbol}", ids.Count);
        foreach (char symbol in ByteSymbols)
            ids.Add($"{symbol}</w>", ids.Count);
        foreach ((string left, string right) in Merges)
            ids.Add(left + right, ids.Count);
        ids.Add("<|startoftext|>", BeginId);
        ids.Add("<|endoftext|>", EndId);
        return ids;
    }
}
