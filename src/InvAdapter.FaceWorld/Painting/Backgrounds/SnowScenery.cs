using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>White hills under a pale sky, and flakes.</summary>
internal static class SnowScenery
{
    public static void Paint(Easel easel)
    {
        using SKPath all = BackgroundPainter.Whole();
        easel.Fade(all, Tint.Hex(0x8FA9CF), Tint.Hex(0xDCE8F5), 0, 65);
        using SKPath mountains = Portrait.Pen()
            .Move(-4, 72).Line(14, 38).Line(24, 53).Line(34, 44).Line(50, 68).Line(68, 42).Line(80, 56).Line(92, 36).Line(106, 62).Line(106, 80).Line(-4, 80)
            .Closed();
        easel.Fade(mountains, Tint.Hex(0xB4C6E0), Tint.Hex(0xD7E3F1), 36, 76);
        using SKPath caps = Portrait.Pen()
            .Move(14, 38).Line(19, 45.5f).Line(15, 44).Line(12, 47).Line(9.5f, 46.5f).Line(14, 38)
            .Move(68, 42).Line(72.5f, 47.6f).Line(69, 47).Line(66, 49).Line(63.5f, 48.4f).Line(68, 42)
            .Move(92, 36).Line(97, 45.4f).Line(93, 44).Line(90, 46.5f).Line(87.4f, 44.2f).Line(92, 36)
            .Closed();
        easel.Fill(caps, SKColors.White);
        using SKPath hill = Portrait.Pen().Move(0, 74).Curve(25, 64, 55, 78, 100, 68).Line(100, 100).Line(0, 100).Closed();
        easel.Fade(hill, SKColors.White, Tint.Hex(0xCBD9EC), 68, 100);
        for (int i = 0; i < 46; i++)
        {
            ulong bits = SeededRandom.Mix((ulong)i + 77);
            float x = bits % 1000 / 10f;
            float y = bits / 1000 % 1000 / 10f;
            float radius = 0.7f + bits / 1000000 % 10 / 11f;
            easel.Oval(x, y, radius, radius, SKColors.White.Faded(0.92f));
        }
    }
}
