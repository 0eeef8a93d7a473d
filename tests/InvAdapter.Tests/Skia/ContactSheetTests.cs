using InvAdapter.Imaging;
using InvAdapter.Skia;
using InvAdapter.Tests.Imaging;
using Xunit;

namespace InvAdapter.Tests.Skia;

public class ContactSheetTests
{
    private const string Ascii = " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";

    [Fact]
    public void Pictures_stand_beside_and_below_each_other_in_their_proportions()
    {
        PixelBuffer red = Pictures.Of(10, 10, (_, _) => (255, 0, 0));
        PixelBuffer wide = Pictures.Of(40, 20, (_, _) => (0, 0, 255));
        PixelBuffer sheet = new ContactSheet(new ImageSize(100, 100))
            .AddRow("Row", (red, "one"), (wide, "two"))
            .AddRow("", (red, ""))
            .Render();

        // Margins of 24, cells of 100, gaps of 12; a title takes 28 and a caption 26.
        Assert.Equal(new ImageSize(24 + 100 + 12 + 100 + 24, 24 + 28 + 100 + 26 + 12 + 100 + 24), sheet.Size);
        Assert.Equal((255, 0, 0), sheet.At(24, 52));
        Assert.Equal((255, 0, 0), sheet.At(123, 151));
        Assert.Equal((0, 0, 255), sheet.At(137, 78));
        Assert.NotEqual((0, 0, 255), sheet.At(137, 74));
        Assert.Equal((255, 0, 0), sheet.At(74, 200));
        Assert.Equal((0xF6, 0xF6, 0xF4), sheet.At(2, 2));
    }

    [Fact]
    public void Every_printable_character_has_a_picture_of_its_own()
    {
        PixelBuffer white = Pictures.Of(20, 20, (_, _) => (255, 255, 255));
        var seen = new Dictionary<string, char>(StringComparer.Ordinal);
        foreach (char c in Ascii + "é")
        {
            PixelBuffer sheet = new ContactSheet(new ImageSize(20, 20)).AddRow(c.ToString(), (white, "")).Render();
            Assert.True(seen.TryAdd(Convert.ToHexString(sheet.Crop(20, 20, 40, 28).Pixels), c), $"'{c}' looks like another");
        }
    }

    [Fact]
    public void Every_glyph_is_pairs_of_coordinates_within_the_line() =>
        Assert.All(Ascii, c => Assert.All(StrokeFont.Glyph(c).Split(' '), line =>
        {
            Assert.Equal(0, line.Length % 2);
            Assert.All(line, digit => Assert.Contains(digit, "0123456789abcdefg"));
        }));

    [Fact]
    public void A_long_caption_is_cut_with_dots()
    {
        string text = new('W', 100);

        string shorter = StrokeFont.Shorten(text, 9, 200);

        Assert.EndsWith("W...", shorter, StringComparison.Ordinal);
        Assert.InRange(StrokeFont.Measure(shorter, 9), 150, 200);
        Assert.Equal("short", StrokeFont.Shorten("short", 9, 200));
    }

    [Fact]
    public void A_sheet_is_checked_before_it_is_drawn()
    {
        PixelBuffer image = Pictures.Photo(4, 4);

        Assert.Throws<InvalidOperationException>(() => new ContactSheet(new ImageSize(4, 4)).Render());
        Assert.Throws<ArgumentException>("pictures", () => new ContactSheet(new ImageSize(4, 4)).AddRow("none"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ContactSheet(default));
        Assert.Throws<InvalidOperationException>(() =>
            new ContactSheet(new ImageSize(5000, 10)).AddRow("", (image, ""), (image, ""), (image, ""), (image, "")).Render());
    }
}
