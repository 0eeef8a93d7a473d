using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>Wallpapers in two shades of one colour.</summary>
internal static class Patterns
{
    public static void Stripes(Easel easel, SKColor wall)
    {
        Ground(easel, wall);
        Pen pen = Portrait.Pen();
        for (float x = -100; x < 110; x += 20)
            pen.Move(x, 100).Line(x + 10, 100).Line(x + 60, 0).Line(x + 50, 0).Line(x, 100);
        Draw(easel, pen, wall);
    }

    public static void Dots(Easel easel, SKColor wall)
    {
        Ground(easel, wall);
        SKColor second = Second(wall);
        for (int row = 0; row < 8; row++)
        {
            for (int column = 0; column < 8; column++)
                easel.Oval(column * 15 + (row % 2 == 0 ? 2 : 9.5f), row * 14 + 2, 3.9f, 3.9f, second);
        }
    }

    public static void Checks(Easel easel, SKColor wall)
    {
        Ground(easel, wall);
        Pen pen = Portrait.Pen();
        for (int row = 0; row < 8; row++)
        {
            for (int column = row % 2; column < 8; column += 2)
            {
                float x = column * 12.5f;
                float y = row * 12.5f;
                pen.Move(x, y).Line(x + 12.5f, y).Line(x + 12.5f, y + 12.5f).Line(x, y + 12.5f).Line(x, y);
            }
        }

        Draw(easel, pen, wall);
    }

    private static SKColor Second(SKColor wall) => wall.Luminance() > 0.82f ? wall.Times(0.80f, 0.82f, 0.86f) : wall.Lighter(0.42f);

    private static void Ground(Easel easel, SKColor wall)
    {
        using SKPath all = BackgroundPainter.Whole();
        easel.Fill(all, wall);
    }

    private static void Draw(Easel easel, Pen pen, SKColor wall)
    {
        using SKPath path = pen.Closed();
        easel.Fill(path, Second(wall));
    }
}
