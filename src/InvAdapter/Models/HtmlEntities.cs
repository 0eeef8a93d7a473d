using System.Globalization;
using System.Net;
using System.Text;

namespace InvAdapter.Models;

/// <summary>
/// Character references in a prompt, decoded as Python's <c>html.unescape</c> does: also without the semicolon where HTML
/// has always let it be left out. The names are those of HTML 4; the two thousand that HTML 5 added stay as they are.
/// </summary>
internal static class HtmlEntities
{
    private const int LongestName = 32;

    /// <summary>What browsers take references to the C1 controls for: Windows-1252. Its five gaps stay controls.</summary>
    private static readonly char[] Windows1252 =
    [
        '\u20ac', '\u0081', '\u201a', '\u0192', '\u201e', '\u2026', '\u2020', '\u2021', '\u02c6', '\u2030', '\u0160', '\u2039', '\u0152', '\u008d', '\u017d', '\u008f',
        '\u0090', '\u2018', '\u2019', '\u201c', '\u201d', '\u2022', '\u2013', '\u2014', '\u02dc', '\u2122', '\u0161', '\u203a', '\u0153', '\u009d', '\u017e', '\u0178',
    ];

    public static string Unescape(string text)
    {
        if (!text.Contains('&', StringComparison.Ordinal))
            return text;

        var result = new StringBuilder(text.Length);
        int position = 0;
        while (position < text.Length)
        {
            int ampersand = text.IndexOf('&', position);
            if (ampersand < 0)
                break;

            result.Append(text, position, ampersand - position);
            ReadOnlySpan<char> rest = text.AsSpan(ampersand + 1);
            int length = rest.Length > 0 && rest[0] == '#' ? AppendNumber(rest, result) : AppendNamed(rest, result);
            if (length == 0)
                result.Append('&');
            position = ampersand + 1 + length;
        }

        return result.Append(text, position, text.Length - position).ToString();
    }

    /// <summary>Decodes #123; or #x1F; and returns its length, or 0 if it is none.</summary>
    private static int AppendNumber(ReadOnlySpan<char> text, StringBuilder result)
    {
        bool hexadecimal = text.Length > 1 && text[1] is 'x' or 'X';
        int start = hexadecimal ? 2 : 1;
        int end = start;
        int code = 0;
        while (end < text.Length && (hexadecimal ? char.IsAsciiHexDigit(text[end]) : char.IsAsciiDigit(text[end])))
        {
            int digit = int.Parse(text.Slice(end, 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            code = Math.Min(code * (hexadecimal ? 16 : 10) + digit, 0x110000);
            end++;
        }

        if (end == start)
            return 0;
        result.Append(Character(code));
        return end < text.Length && text[end] == ';' ? end + 1 : end;
    }

    private static string Character(int code) => code switch
    {
        0 => "\ufffd",
        '\r' => "\r",
        >= 0x80 and <= 0x9f => Windows1252[code - 0x80].ToString(),
        >= 0xd800 and <= 0xdfff or > 0x10ffff => "\ufffd",
        < 9 or 0xb or (>= 0xe and <= 0x1f) or 0x7f or (>= 0xfdd0 and <= 0xfdef) => "",
        _ => (code & 0xfffe) == 0xfffe ? "" : char.ConvertFromUtf32(code),
    };

    /// <summary>Decodes a name with its semicolon, or the longest beginning that needs none, and returns its length, or 0.</summary>
    private static int AppendNamed(ReadOnlySpan<char> text, StringBuilder result)
    {
        int length = 0;
        while (length < text.Length && length < LongestName && char.IsAsciiLetterOrDigit(text[length]))
            length++;

        if (length > 0 && length < text.Length && text[length] == ';' && Decode(text[..length]) is { } decoded)
        {
            result.Append(decoded);
            return length + 1;
        }

        for (; length > 1; length--)
        {
            if (Decode(text[..length]) is [<= '\u00ff' and not '\''] and { } legacy)
            {
                result.Append(legacy);
                return length;
            }
        }

        return 0;
    }

    private static string? Decode(ReadOnlySpan<char> name)
    {
        switch (name)
        {
            case "AMP" or "LT" or "GT" or "QUOT" or "COPY" or "REG":
                return WebUtility.HtmlDecode($"&{name.ToString().ToLowerInvariant()};");
            case "lang":
                return "\u27e8"; // HTML 5 moved these two from U+2329 and U+232A.
            case "rang":
                return "\u27e9";
        }

        string escaped = $"&{name};";
        string decoded = WebUtility.HtmlDecode(escaped);
        return decoded == escaped ? null : decoded;
    }
}
