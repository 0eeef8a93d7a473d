using System.Globalization;
using System.Text;

namespace InvAdapter.Models;

/// <summary>What CLIP's tokenizer does to a text before it is split: OpenAI's <c>basic_clean</c> without ftfy, <c>whitespace_clean</c> and Python's <c>lower</c>.</summary>
internal static class ClipText
{
    /// <summary>Decodes character references (twice, as they often come), makes every run of white space one space, trims and lower-cases.</summary>
    public static string Clean(string text) => Lower(CollapseSpaces(HtmlEntities.Unescape(HtmlEntities.Unescape(text))));

    private static string CollapseSpaces(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (char character in text)
        {
            // Python counts the separators U+001C to U+001F as white space, .NET does not.
            if (!char.IsWhiteSpace(character) && character is not (>= '\u001c' and <= '\u001f'))
                result.Append(character);
            else if (result.Length > 0 && result[^1] != ' ')
                result.Append(' ');
        }

        if (result.Length > 0 && result[^1] == ' ')
            result.Length--;
        return result.ToString();
    }

    /// <summary>Unicode's full lower-casing, which differs from .NET's in two letters. Half a surrogate pair becomes U+FFFD.</summary>
    private static string Lower(string text)
    {
        var result = new StringBuilder(text.Length);
        int position = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case 'İ':
                    result.Append("i\u0307");
                    break;
                case 'Σ':
                    result.Append(IsFinal(text, position) ? 'ς' : 'σ');
                    break;
                default:
                    result.Append(Rune.ToLowerInvariant(rune).ToString());
                    break;
            }

            position += rune.Utf16SequenceLength;
        }

        return result.ToString();
    }

    /// <summary>Unicode's Final_Sigma: a cased letter before, none after, whatever is ignored in between.</summary>
    private static bool IsFinal(string text, int position)
    {
        int before = position;
        Rune rune = default;
        bool ignored = true;
        while (ignored && before > 0)
        {
            Rune.DecodeLastFromUtf16(text.AsSpan(0, before), out rune, out int length);
            ignored = IsCaseIgnorable(rune);
            before -= length;
        }

        if (ignored || !IsCased(rune))
            return false;

        foreach (Rune after in text.AsSpan(position + 1).EnumerateRunes())
        {
            if (!IsCaseIgnorable(after))
                return !IsCased(after);
        }

        return true;
    }

    private static bool IsCased(Rune rune) => Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        || rune.Value is 'ª' or 'º' or (>= 0x2160 and <= 0x217f) or (>= 0x24b6 and <= 0x24e9)
            or (>= 0x1f130 and <= 0x1f149) or (>= 0x1f150 and <= 0x1f169) or (>= 0x1f170 and <= 0x1f189);

    private static bool IsCaseIgnorable(Rune rune) => Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format
            or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol
        || rune.Value is '\'' or '.' or ':' or '·' or 0x0387 or 0x055f or 0x05f4 or 0x2018 or 0x2019 or 0x2024 or 0x2027
            or 0xfe13 or 0xfe52 or 0xfe55 or 0xff07 or 0xff0e or 0xff1a;
}
