using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>Sand, sea and sun.</summary>
internal static class BeachScenery
{
    public static void Paint(Easel easel)
    {
        using SKPath all = BackgroundPainter.Whole();
        easel.Fade(all, Tint.Hex(0x6CC3F0), Tint.Hex(0xD9F1FA), 0, 55);
        easel.Halo(82, 15, 19, 19, Tint.Hex(0xFFF4B0).Faded(0.85f));
        easel.Oval(82, 15, 7.5f, 7.5f, Tint.Hex(0xFFE66E));
        PaintCloud(easel, 16, 17, 1);
        PaintCloud(easel, 60, 9, 0.6f);
        using SKPath sea = BackgroundPainter.Rectangle(0, 50, 100, 76);
        easel.Fade(sea, Tint.Hex(0x1F86B8), Tint.Hex(0x5CCBCB), 50, 76);
        using SKPath waves = Portrait.Pen()
            .Move(4, 57).Quad(9, 55.6f, 14, 57).Move(80, 56).Quad(85, 54.6f, 90, 56).Move(86, 64).Quad(91, 62.6f, 96, 64).Move(3, 66).Quad(8, 64.6f, 13, 66)
            .Open();
        easel.Stroke(waves, SKColors.White.Faded(0.7f), 0.9f);
        using SKPath sand = Portrait.Pen().Move(0, 76).Curve(25, 70, 70, 79, 100, 72).Line(100, 100).Line(0, 100).Closed();
        easel.Fade(sand, Tint.Hex(0xF7E0A8), Tint.Hex(0xE3BE7C), 72, 100);
        using SKPath foam = Portrait.Pen().Move(0, 76).Curve(25, 70, 70, 79, 100, 72).Open();
        easel.Stroke(foam, SKColors.White.Faded(0.9f), 1.6f);
    }

    private static void PaintCloud(Easel easel, float x, float y, float size)
    {
        SKColor white = SKColors.White.Faded(0.92f);
        easel.Oval(x - 6 * size, y + 1 * size, 6 * size, 3.4f * size, white);
        easel.Oval(x, y - 1.5f * size, 6.5f * size, 5 * size, white);
        easel.Oval(x + 7 * size, y + 1 * size, 6 * size, 3.2f * size, white);
    }
}
