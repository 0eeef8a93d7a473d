using InvAdapter.FaceWorld;
using InvAdapter.Imaging;

namespace FaceSheets;

/// <summary>What there is to look at.</summary>
internal sealed class Sheets(int side) : IDisposable
{
    private const long FirstSeed = 4000;

    private readonly FacePainter _painter = new(side);

    public IEnumerable<(string Name, Func<IReadOnlyList<PixelBuffer>> Draw, int Columns)> All =>
    [
        ("people", People, 8),
        ("mixed", Mixed, 8),
        ("scenes", Scenes, 8),
        ("hair", () => Each<HairStyle>((who, style) => who with { Hair = who.Hair with { Style = style } }), 5),
        ("hair-hats", HairUnderHats, 10),
        ("beards", () => Each<BeardStyle>((who, style) => who with { Beard = who.Beard with { Style = style } }), 4),
        ("styles", () => EachScene<DrawingStyle>((scene, style) => scene with { Style = style }), 6),
        ("expressions", () => EachScene<Expression>((scene, expression) => scene with { Expression = expression }), 7),
        ("hats", () => EachScene<HatKind>((scene, kind) => scene with { Hat = new Hat { Kind = kind, Color = NamedColor.Red } }), 7),
        ("glasses", () => EachScene<GlassesKind>((scene, kind) => scene with { Glasses = kind }), 4),
        ("clothes", () => EachScene<ClothingKind>((scene, kind) => scene with { Clothing = new Clothing { Kind = kind, Color = NamedColor.Green } }), 6),
        ("backgrounds", () => EachScene<BackgroundKind>((scene, kind) => scene with { Background = new Background { Kind = kind, Color = NamedColor.Orange } }), 9),
    ];

    public void Dispose() => _painter.Dispose();

    private List<PixelBuffer> People() =>
        [.. Enumerable.Range(0, 64).Select(i => _painter.Paint(FaceIdentity.FromSeed(FirstSeed + i), Plain(i)))];

    private List<PixelBuffer> Mixed() =>
        [.. Enumerable.Range(0, 64).Select(i => _painter.Paint(FaceIdentity.FromSeed(FirstSeed + 100 + i / 2), FaceScene.FromSeed(i)))];

    private List<PixelBuffer> Scenes() =>
        [.. Enumerable.Range(0, 32).Select(i => _painter.Paint(FaceIdentity.FromSeed(FirstSeed + 7 + i / 16), FaceScene.FromSeed(500 + i)))];

    private List<PixelBuffer> HairUnderHats() =>
        [.. Enum.GetValues<HairStyle>().SelectMany((style, i) => new[] { HatKind.Cap, HatKind.TopHat }.Select(hat =>
        {
            FaceIdentity who = FaceIdentity.FromSeed(FirstSeed + i);
            return _painter.Paint(who with { Hair = who.Hair with { Style = style } }, new FaceScene { Hat = new Hat { Kind = hat, Color = NamedColor.Green } });
        }))];

    private List<PixelBuffer> Each<T>(Func<FaceIdentity, T, FaceIdentity> change)
        where T : struct, Enum =>
        [.. Enum.GetValues<T>().Select((value, i) => _painter.Paint(change(FaceIdentity.FromSeed(FirstSeed + i), value), Plain(i)))];

    private List<PixelBuffer> EachScene<T>(Func<FaceScene, T, FaceScene> change)
        where T : struct, Enum =>
        [.. Enumerable.Range(0, 4).SelectMany(row => Enum.GetValues<T>().Select(value =>
            _painter.Paint(FaceIdentity.FromSeed(FirstSeed + 20 + row), change(Plain(row), value))))];

    private static FaceScene Plain(int index) => new()
    {
        Background = new Background { Color = (NamedColor)(index * 3 % 10) },
        Clothing = new Clothing { Kind = (ClothingKind)(index % 6), Color = (NamedColor)((index * 7 + 4) % 10) },
        Expression = index % 4 == 1 ? Expression.Smiling : Expression.Neutral,
    };
}
