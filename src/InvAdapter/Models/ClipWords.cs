using System.Globalization;
using System.Text;

namespace InvAdapter.Models;

/// <summary>
/// CLIP's split of a cleaned text into words, by hand instead of by its regular expression:
/// <c>&lt;|startoftext|&gt;|&lt;|endoftext|&gt;|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+</c>.
/// </summary>
internal static class ClipWords
{
    // U+017F, the long s, is an s to a match that ignores case.
    private static readonly string[] Contractions = ["'s", "'\u017f", "'t", "'re", "'ve", "'m", "'ll", "'d"];

    private enum Kind
    {
        Space,
        Letter,
        Number,
        Other,
    }

    /// <summary>The end of the word that begins at <paramref name="start"/>, which is no space.</summary>
    public static int EndOf(string text, int start, IEnumerable<string> specials)
    {
        ReadOnlySpan<char> rest = text.AsSpan(start);
        foreach (string fixedWord in specials.Concat(rest[0] == '\'' ? Contractions : []))
        {
            if (rest.StartsWith(fixedWord, StringComparison.Ordinal))
                return start + fixedWord.Length;
        }

        Kind kind = KindAt(rest, out int length);
        int end = start + length;
        while (kind != Kind.Number && end < text.Length && KindAt(text.AsSpan(end), out length) == kind)
            end += length;
        return end;
    }

    private static Kind KindAt(ReadOnlySpan<char> text, out int length)
    {
        Rune.DecodeFromUtf16(text, out Rune rune, out length);
        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => Kind.Letter,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => Kind.Number,
            _ => Rune.IsWhiteSpace(rune) ? Kind.Space : Kind.Other,
        };
    }
}
