using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>Firs in three rows, the farther the paler.</summary>
internal static class ForestScenery
{
    public static void Paint(Easel easel)
    {
        using SKPath all = BackgroundPainter.Whole();
        easel.Fade(all, Tint.Hex(0xCDEBC9), Tint.Hex(0xF3F8DC), 0, 60);
        PaintRow(easel, [(6, 14), (20, 22), (33, 12), (47, 20), (62, 14), (76, 20), (92, 12)], 17, 74, Tint.Hex(0x9CCFA0));
        PaintRow(easel, [(-2, 22), (14, 32), (31, 34), (66, 34), (84, 26), (101, 30)], 18, 82, Tint.Hex(0x58A269));
        using SKPath meadow = Portrait.Pen().Move(0, 80).Curve(30, 75, 70, 83, 100, 77).Line(100, 100).Line(0, 100).Closed();
        easel.Fade(meadow, Tint.Hex(0x7DBB58), Tint.Hex(0x4F9344), 76, 100);
        PaintRow(easel, [(4, 36), (95, 40)], 21, 94, Tint.Hex(0x2C7146));
    }

    private static void PaintRow(Easel easel, ReadOnlySpan<(float X, float Top)> trees, float width, float ground, SKColor color)
    {
        foreach ((float x, float top) in trees)
        {
            using SKPath trunk = BackgroundPainter.Rectangle(x - 1.2f, ground - 8, x + 1.2f, ground);
            easel.Fill(trunk, Tint.Mix(Tint.Hex(0x6A4A30), color, 0.35f));
            float height = ground - 5 - top;
            Pen pen = Portrait.Pen();
            for (int tier = 0; tier < 3; tier++)
            {
                float half = width * (0.26f + 0.12f * tier);
                float from = top + height * 0.24f * tier;
                float to = top + height * (0.46f + 0.27f * tier);
                pen.Move(x, from).Line(x + half, to).Quad(x, to + 2.5f, x - half, to).Line(x, from);
            }

            using SKPath fir = pen.Closed();
            easel.Form(fir, new Ramp(color.Lighter(0.14f), color, color.Darker(0.16f)));
        }
    }
}
