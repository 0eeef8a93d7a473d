namespace InvAdapter.FaceWorld;

/// <summary>How often scenes have what. Each part draws from a stream of its own.</summary>
internal static class SceneDraw
{
    public static FaceScene Draw(long seed)
    {
        // Identities use the parts from 0; keeping away from them lets one number seed both.
        int part = 100;
        SeededRandom Stream() => SeededRandom.Stream(seed, part++);
        (float tilt, float x, float y, float scale) = Pose(Stream());
        return new FaceScene
        {
            TiltDegrees = tilt,
            OffsetX = x,
            OffsetY = y,
            Scale = scale,
            Expression = Expression(Stream()),
            Background = Background(Stream()),
            Hat = Hat(Stream()),
            Glasses = Glasses(Stream()),
            Clothing = Clothing(Stream()),
            Style = Style(Stream()),
        };
    }

    /// <summary>Tilts and sizes keep clear of the borders between their names, so that what a caption says can be seen.</summary>
    private static (float Tilt, float X, float Y, float Scale) Pose(SeededRandom random)
    {
        float side = random.Chance(0.5) ? 1 : -1;
        float tilt = random.Chance(0.45) ? side * random.Between(5, 11) : random.Between(-2, 2);
        float scale = random.Weighted<int>([(0, 0.66), (1, 0.17), (2, 0.17)]) switch
        {
            0 => random.Between(0.9, 1.04),
            1 => random.Between(1.12, 1.2),
            _ => random.Between(0.72, 0.79),
        };
        float x = 5 * random.Signed();
        float y = scale < 0.85f ? random.Between(2, 8) : random.Between(-1.5, 2.5);
        return (tilt, x, y, scale);
    }

    private static Expression Expression(SeededRandom random) => random.Weighted<Expression>(
    [
        (FaceWorld.Expression.Neutral, 0.24), (FaceWorld.Expression.Smiling, 0.22),
        (FaceWorld.Expression.Laughing, 0.14), (FaceWorld.Expression.Sad, 0.1),
        (FaceWorld.Expression.Angry, 0.1), (FaceWorld.Expression.Surprised, 0.12), (FaceWorld.Expression.Winking, 0.08),
    ]);

    private static Background Background(SeededRandom random) => new()
    {
        Kind = random.Weighted<BackgroundKind>(
        [
            (BackgroundKind.Plain, 0.36), (BackgroundKind.Stripes, 0.09), (BackgroundKind.Dots, 0.09),
            (BackgroundKind.Checks, 0.07), (BackgroundKind.Gradient, 0.07),
            (BackgroundKind.Beach, 0.08), (BackgroundKind.Forest, 0.08), (BackgroundKind.City, 0.08), (BackgroundKind.Snow, 0.08),
        ]),
        Color = Color(random),
    };

    private static Hat Hat(SeededRandom random) => new()
    {
        Kind = random.Weighted<HatKind>(
        [
            (HatKind.None, 0.58), (HatKind.Cap, 0.1), (HatKind.Beanie, 0.1), (HatKind.TopHat, 0.06),
            (HatKind.StrawHat, 0.06), (HatKind.Crown, 0.05), (HatKind.Cowboy, 0.05),
        ]),
        Color = Color(random),
    };

    private static GlassesKind Glasses(SeededRandom random) => random.Weighted<GlassesKind>(
    [
        (GlassesKind.None, 0.69), (GlassesKind.Round, 0.14), (GlassesKind.Square, 0.13), (GlassesKind.Sunglasses, 0.04),
    ]);

    private static Clothing Clothing(SeededRandom random) => new()
    {
        Kind = random.Weighted<ClothingKind>(
        [
            (ClothingKind.TShirt, 0.26), (ClothingKind.Suit, 0.15), (ClothingKind.Hoodie, 0.18),
            (ClothingKind.Scarf, 0.14), (ClothingKind.Striped, 0.15), (ClothingKind.Dress, 0.12),
        ]),
        Color = Color(random),
    };

    private static DrawingStyle Style(SeededRandom random) => random.Weighted<DrawingStyle>(
    [
        (DrawingStyle.Soft, 0.62), (DrawingStyle.Flat, 0.1), (DrawingStyle.Pencil, 0.08), (DrawingStyle.Night, 0.06),
        (DrawingStyle.PopArt, 0.07), (DrawingStyle.Watercolor, 0.07),
    ]);

    private static NamedColor Color(SeededRandom random) => (NamedColor)random.Index(Enum.GetValues<NamedColor>().Length);
}
