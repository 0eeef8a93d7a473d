using System.Text;
using InvAdapter.Models;

namespace InvAdapter.Training.Tokenizers;

/// <summary>Learns byte-pair merges (Sennrich et al. 2016, arXiv 1508.07909) on CLIP's byte alphabet.</summary>
internal static class BytePairTrainer
{
    /// <summary>Merges the most frequent neighbours again and again, until every word is one symbol or there are merges enough.</summary>
    /// <param name="words">Lower-case words; one that occurs more often counts for more.</param>
    /// <param name="maximumMerges">Most merges to learn.</param>
    /// <returns>Pairs in the order in which they were learned.</returns>
    public static IReadOnlyList<(string Left, string Right)> Learn(IEnumerable<string> words, int maximumMerges)
    {
        (List<string> Symbols, int Count)[] table =
        [
            .. words.Where(word => word.Length > 0)
                .GroupBy(word => word, StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => (Symbols(group.Key), group.Count())),
        ];
        var merges = new List<(string, string)>();
        while (merges.Count < maximumMerges && MostFrequent(table) is { } pair)
        {
            merges.Add(pair);
            foreach ((List<string> symbols, _) in table)
                Join(symbols, pair);
        }

        return merges;
    }

    private static List<string> Symbols(string word)
    {
        List<string> symbols = [.. Encoding.UTF8.GetBytes(word).Select(value => ByteAlphabet.Characters[value].ToString())];
        symbols[^1] += ClipVocabulary.EndOfWord;
        return symbols;
    }

    /// <summary>Of equally frequent pairs the first in the order of the alphabet, so that the same words give the same vocabulary.</summary>
    private static (string Left, string Right)? MostFrequent((List<string> Symbols, int Count)[] table)
    {
        var counts = new Dictionary<(string Left, string Right), int>();
        foreach ((List<string> symbols, int count) in table)
        {
            for (int i = 0; i + 1 < symbols.Count; i++)
                counts[(symbols[i], symbols[i + 1])] = counts.GetValueOrDefault((symbols[i], symbols[i + 1])) + count;
        }

        if (counts.Count == 0)
            return null;
        return counts.OrderByDescending(item => item.Value)
            .ThenBy(item => item.Key.Left, StringComparer.Ordinal)
            .ThenBy(item => item.Key.Right, StringComparer.Ordinal)
            .First().Key;
    }

    private static void Join(List<string> symbols, (string Left, string Right) pair)
    {
        for (int i = 0; i + 1 < symbols.Count; i++)
        {
            if (symbols[i] != pair.Left || symbols[i + 1] != pair.Right)
                continue;
            symbols[i] += symbols[i + 1];
            symbols.RemoveAt(i + 1);
        }
    }
}
