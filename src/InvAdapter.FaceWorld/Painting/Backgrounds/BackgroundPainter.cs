using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>What is behind a person, over the whole picture (0 to 100 each way).</summary>
internal static class BackgroundPainter
{
    public static void Paint(Easel easel, Background background)
    {
        SKColor wall = NamedColors.OfWall(background.Color);
        using SKPath all = Whole();
        switch (background.Kind)
        {
            case BackgroundKind.Plain:
                easel.Fill(all, wall);
                easel.Glow(42, 36, 78, 78, wall.Lighter(0.30f).Faded(0.8f));
                break;
            case BackgroundKind.Stripes:
                Patterns.Stripes(easel, wall);
                break;
            case BackgroundKind.Dots:
                Patterns.Dots(easel, wall);
                break;
            case BackgroundKind.Checks:
                Patterns.Checks(easel, wall);
                break;
            case BackgroundKind.Gradient:
                easel.Fade(all, Tint.Mix(wall, NamedColors.OfThing(background.Color), 0.8f), wall.Lighter(0.80f), 6, 84);
                break;
            case BackgroundKind.Beach:
                BeachScenery.Paint(easel);
                break;
            case BackgroundKind.Forest:
                ForestScenery.Paint(easel);
                break;
            case BackgroundKind.City:
                CityScenery.Paint(easel);
                break;
            case BackgroundKind.Snow:
                SnowScenery.Paint(easel);
                break;
        }
    }

    /// <summary>Pales the background where the style leaves paper bare around a person.</summary>
    public static void Veil(Easel easel)
    {
        if (easel.Traits.Veil == 0)
            return;
        using SKPath all = Whole();
        easel.Fill(all, SKColors.White.Faded(easel.Traits.Veil));
    }

    public static SKPath Whole() => Rectangle(0, 0, 100, 100);

    public static SKPath Rectangle(float left, float top, float right, float bottom) =>
        Portrait.Pen().Move(left, top).Line(right, top).Line(right, bottom).Line(left, bottom).Closed();
}
