using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>Towers with lit windows under a night sky.</summary>
internal static class CityScenery
{
    private static readonly (float X, float Width, float Top)[] Far = [(-2, 15, 40), (14, 12, 30), (27, 14, 44), (43, 13, 26), (58, 12, 38), (71, 14, 28), (87, 15, 42)];

    private static readonly (float X, float Width, float Top)[] Near = [(-4, 17, 54), (15, 13, 47), (74, 14, 50), (89, 16, 38)];

    public static void Paint(Easel easel)
    {
        using SKPath all = BackgroundPainter.Whole();
        easel.Fade(all, Tint.Hex(0x171B45), Tint.Hex(0x7A4F8F), 0, 78);
        ReadOnlySpan<(float X, float Y)> stars = [(8, 8), (22, 15), (34, 6), (52, 12), (66, 5), (90, 20), (12, 24), (61, 20), (44, 4), (96, 8)];
        foreach ((float x, float y) in stars)
            easel.Oval(x, y, 0.6f, 0.6f, SKColors.White.Faded(0.85f));
        easel.Halo(80, 13, 15, 15, Tint.Hex(0xFFF6D0).Faded(0.45f));
        easel.Oval(80, 13, 5.6f, 5.6f, Tint.Hex(0xFFF3CC));
        PaintTowers(easel, Far, Tint.Hex(0x3B3768), 0.55f);
        PaintTowers(easel, Near, Tint.Hex(0x23234A), 0.95f);
    }

    private static void PaintTowers(Easel easel, ReadOnlySpan<(float X, float Width, float Top)> towers, SKColor color, float light)
    {
        Pen windows = Portrait.Pen();
        int count = 0;
        foreach ((float x, float width, float top) in towers)
        {
            using SKPath tower = BackgroundPainter.Rectangle(x, top, x + width, 100);
            easel.Fill(tower, color);
            for (float y = top + 3; y < 98; y += 5.4f)
            {
                for (float at = x + 2.2f; at < x + width - 2.4f; at += 3.8f)
                {
                    // Some people are already asleep.
                    if (SeededRandom.Mix((ulong)++count) % 5 < 2)
                        continue;
                    windows.Move(at, y).Line(at + 1.9f, y).Line(at + 1.9f, y + 2.6f).Line(at, y + 2.6f).Line(at, y);
                }
            }
        }

        using SKPath lit = windows.Closed();
        easel.Fill(lit, Tint.Hex(0xFFD76E).Faded(light));
    }
}
