using System.Text;
using System.Text.Json;
using InvAdapter.Configuration;

namespace InvAdapter.Models;

/// <summary>The symbols and merges of a byte-level BPE, read from <c>vocab.json</c> and <c>merges.txt</c>.</summary>
internal sealed class ClipVocabulary
{
    /// <summary>A symbol that ends a word is another one than within it, and is written with this behind.</summary>
    public const string EndOfWord = "</w>";

    private const long MaxBytes = 32 << 20;
    private const int MaxId = 1_000_000;

    /// <summary>CLIP's vocabulary of 49,152 holds 256 bytes twice and two specials; merges beyond are not part of it, though some files list them.</summary>
    private const int MaxMerges = 49_152 - 256 - 2;

    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<long, Merge> _merges;
    private readonly int[] _bytes = new int[256];
    private readonly int[] _lastBytes = new int[256];

    private ClipVocabulary(string vocabFile, Dictionary<string, int> ids, Dictionary<long, Merge> merges)
    {
        VocabFile = vocabFile;
        _ids = ids;
        _merges = merges;
        Size = ids.Values.DefaultIfEmpty(-1).Max() + 1;
        for (int value = 0; value < 256; value++)
        {
            string symbol = ByteAlphabet.Characters[value].ToString();
            _bytes[value] = IdOf(symbol);
            _lastBytes[value] = IdOf(symbol + EndOfWord);
        }
    }

    public readonly record struct Merge(int Rank, int Id);

    public string VocabFile { get; }

    /// <summary>One more than the highest id.</summary>
    public int Size { get; }

    public static ClipVocabulary Read(string vocabFile, string mergesFile)
    {
        Dictionary<string, int> ids = ReadIds(vocabFile);
        return new ClipVocabulary(vocabFile, ids, ReadMerges(mergesFile, ids));
    }

    /// <summary>The id of a symbol that has to be there.</summary>
    public int IdOf(string symbol) =>
        _ids.TryGetValue(symbol, out int id) ? id : throw new ModelFormatException(VocabFile, $"the symbol {symbol}", "in the vocabulary", "missing");

    public int IdOf(byte value, bool endsWord) => endsWord ? _lastBytes[value] : _bytes[value];

    public bool TryMerge(int left, int right, out Merge merge) => _merges.TryGetValue(Key(left, right), out merge);

    private static long Key(int left, int right) => ((long)left << 32) | (uint)right;

    private static Dictionary<string, int> ReadIds(string path)
    {
        ConfigurationFile file = ConfigurationFile.Load(path, MaxBytes);
        var ids = new Dictionary<string, int>(file.Values.Count, StringComparer.Ordinal);
        var taken = new HashSet<int>(file.Values.Count);
        foreach ((string symbol, JsonElement value) in file.Values)
        {
            if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out int id) || id is < 0 or > MaxId || !taken.Add(id))
                throw file.Bad(symbol, $"an id of its own, 0 to {MaxId}");
            ids.Add(symbol, id);
        }

        return ids;
    }

    private static Dictionary<long, Merge> ReadMerges(string path, Dictionary<string, int> ids)
    {
        string[] lines = ReadLines(path);
        if (!lines[0].StartsWith("#version", StringComparison.Ordinal))
            throw new ModelFormatException(path, "line 1", "#version: and a number", Quoted(lines[0]));

        var merges = new Dictionary<long, Merge>(lines.Length);
        for (int i = 1; i < lines.Length && i <= MaxMerges; i++)
        {
            string line = lines[i].TrimEnd('\r');
            if (line.Length == 0 && i == lines.Length - 1)
                break;

            string[] parts = line.Split(' ');
            if (parts.Length != 2
                || !ids.TryGetValue(parts[0], out int left)
                || !ids.TryGetValue(parts[1], out int right)
                || !ids.TryGetValue(parts[0] + parts[1], out int merged)
                || !merges.TryAdd(Key(left, right), new Merge(i, merged)))
            {
                throw new ModelFormatException(path, $"line {i + 1}",
                    "two symbols of the vocabulary that join to a third, listed once", Quoted(line));
            }
        }

        return merges;
    }

    private static string[] ReadLines(string path)
    {
        byte[] bytes = BoundedFile.ReadAllBytes(path, MaxBytes);
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes).Split('\n');
        }
        catch (DecoderFallbackException error)
        {
            throw new ModelFormatException(path, "the content", "UTF-8 text", $"broken at byte {error.Index}", error);
        }
    }

    private static string Quoted(string line) => $"'{(line.Length <= 80 ? line : line[..80] + "…")}'";
}
