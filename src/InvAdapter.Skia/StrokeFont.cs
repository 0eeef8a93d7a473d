using SkiaSharp;

namespace InvAdapter.Skia;

/// <summary>A small font drawn with lines, so that captions look the same on every machine and need no installed font.</summary>
/// <remarks>Printable ASCII; any other character is a box.</remarks>
internal static class StrokeFont
{
    private const float CapHeight = 12;
    private const float Spacing = 3.2f;
    private const float SpaceWidth = 4;
    private const float StrokeWidth = 1.5f;
    private const float CornerRadius = 2.4f;
    private const int Base36Letter = 10;
    private const string Box = "000c8c8000";

    /// <summary>
    /// From '!' to '~': lines apart by spaces, each a chain of points x, y in base 36. y counts down from the capitals' top (0)
    /// over the small letters' top (4) to the baseline (c) and the lowest descender (g).
    /// </summary>
    private static readonly string[] Glyphs =
    [
        "0008 0b0c", "0003 3033", "2b40 6b80 0494 0898", "82602002042666888a6c2c0a 404c", "0c80 011020313223130201 5a69798a8b7c6c5b5a",
        "8c141220405253080a2c4c87", "0003", "30040a3e", "00343a0e", "3238 0367 0763", "444c 0888", "1b1c0e", "0868", "0b0c", "0c60",
        "205073795c2c090320", "03303c", "03205072740c7c", "02205072745636 56787a5c2c0a", "5c500888", "7010062555777a5c2c0a",
        "61502003092c5c7a77552507", "00702c", "26260402205072745626080a2c5c7a7856", "1b2c5c797350200205275775", "0506 0b0c", "1516 1b1c0e",
        "74087c", "0676 0a7a", "04780c", "02205072743738 3b3c",
        "9b7c3c09033070a3a8897874 7564443537486877", "0c408c 1878", "0656787a5c0c0050727456", "83603003093c6c89", "004084884c0c00",
        "70000c7c 0656", "70000c 0656", "83603003093c6c898757", "000c 808c 0686", "000c", "50593c2c09", "000c 7008 357c", "000c7c",
        "0c0048808c", "0c008c80", "306093996c3c090330", "0c005072755707", "306093996c3c090330 599d", "0c005072755707 477c",
        "82602002042666888a6c2c0a", "0080 404c", "00093c5c8980", "004c80", "003c537ca0", "008c 800c", "004680 464c", "00800c8c",
        "30000e3e", "006c", "00303e0e", "043064", "0e8e", "0023",
        "646c 664424060a2c4c6a", "000c 062444666a4c2c0a", "664424060a2c4c6a", "606c 664424060a2c4c6a", "0868664424060a2c4c6b", "5040222c 0454",
        "646e4g2g0f 664424060a2c4c6a", "000c 062444666c", "040c 0001", "242e0g 2021", "000c 5409 276c", "000a2c",
        "040c 062434565c 567484a6ac", "040c 062444666c", "2444666a4c2c0a0624", "040g 062444666a4c2c0a", "646g 664424060a2c4c6a", "040c 072444",
        "6544240507696b4c2c0b", "202a4c5c 0454", "040a2c4c6a 646c", "043c64", "042c456c84", "046c 640c", "043c 642g0g", "04640c6c",
        "40222507292c4e", "000e", "00222547292c0e", "08265977",
    ];

    /// <summary>How far a text reaches across.</summary>
    /// <param name="text">The text, on one line.</param>
    /// <param name="capHeight">Height of a capital letter in pixels.</param>
    public static float Measure(string text, float capHeight) =>
        text.Length == 0 ? 0 : (text.Sum(Advance) - Spacing) * capHeight / CapHeight;

    /// <summary>Cuts a text so that it reaches no further than a width, with dots where something is missing.</summary>
    public static string Shorten(string text, float capHeight, float width)
    {
        if (Measure(text, capHeight) <= width)
            return text;
        int length = text.Length;
        while (length > 0 && Measure(text[..length] + "...", capHeight) > width)
            length--;
        return text[..length] + "...";
    }

    /// <summary>Draws a text on one line.</summary>
    /// <param name="canvas">Where.</param>
    /// <param name="text">What; characters beyond printable ASCII become boxes.</param>
    /// <param name="left">Left edge of the first letter.</param>
    /// <param name="top">Top of the capital letters.</param>
    /// <param name="capHeight">Height of a capital letter in pixels.</param>
    /// <param name="color">Colour of the lines.</param>
    public static void Draw(SKCanvas canvas, string text, float left, float top, float capHeight, SKColor color)
    {
        float unit = capHeight / CapHeight;
        using var builder = new SKPathBuilder();
        float x = left;
        foreach (char c in text)
        {
            Add(builder, Glyph(c), x, top, unit);
            x += Advance(c) * unit;
        }

        using SKPath path = builder.Detach();
        using SKPathEffect round = SKPathEffect.CreateCorner(CornerRadius * unit);
        using var paint = new SKPaint
        {
            Color = color,
            IsAntialias = true,
            IsStroke = true,
            StrokeWidth = StrokeWidth * unit,
            StrokeCap = SKStrokeCap.Round,
            StrokeJoin = SKStrokeJoin.Round,
            PathEffect = round,
        };
        canvas.DrawPath(path, paint);
    }

    internal static string Glyph(char c) => c switch
    {
        ' ' => "",
        > ' ' and <= '~' => Glyphs[c - '!'],
        _ => Box,
    };

    private static void Add(SKPathBuilder path, string glyph, float left, float top, float unit)
    {
        foreach (string line in glyph.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            for (int i = 0; i < line.Length; i += 2)
            {
                var point = new SKPoint(left + Digit(line[i]) * unit, top + Digit(line[i + 1]) * unit);
                if (i == 0)
                    path.MoveTo(point);
                else
                    path.LineTo(point);
            }
        }
    }

    private static float Advance(char c) => (c == ' ' ? SpaceWidth : Width(Glyph(c))) + Spacing;

    private static int Width(string glyph)
    {
        int width = 0;
        foreach (string line in glyph.Split(' '))
        {
            for (int i = 0; i < line.Length; i += 2)
                width = Math.Max(width, Digit(line[i]));
        }

        return width;
    }

    private static int Digit(char c) => char.IsAsciiDigit(c) ? c - '0' : c - 'a' + Base36Letter;
}
