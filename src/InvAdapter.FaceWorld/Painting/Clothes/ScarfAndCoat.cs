using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>A thick scarf, which has the colour, over a dark coat.</summary>
internal static class ScarfAndCoat
{
    private static readonly Ramp Dark = Ramp.Of(Tint.Hex(0x4B4F63));
    private static readonly Ramp Pale = Ramp.Of(Tint.Hex(0xC8B79C));

    public static void Paint(Body body, Ramp ramp)
    {
        Easel easel = body.Easel;
        float c = body.Collar;
        float n = body.Neck;
        NamedColor color = body.Portrait.Scene.Clothing.Color;
        Ramp cloth = color is NamedColor.Black or NamedColor.Gray or NamedColor.Blue or NamedColor.Purple ? Pale : Dark;
        using SKPath coat = body.Garment(1.5f, 5, 1);
        easel.Form(coat, cloth);
        body.PaintFolds(cloth);
        using SKPath end = Portrait.Pen()
            .Move(3.5f, c + 3).Line(10.5f, c + 3.5f).Quad(13.2f, c + 13, 12.2f, Body.Depth).Line(4.0f, Body.Depth).Quad(5.4f, c + 12, 3.5f, c + 3).Closed();
        easel.Soft(end, SKColors.Black.Faded(0.3f), 1.2f);
        easel.Form(end, new Ramp(ramp.Base, ramp.Base, ramp.Dark));
        using SKPath wrap = Portrait.Pen()
            .Move(0, c - 1.6f)
            .Curve(0.5f * n, c - 1.8f, n, c - 4, n + 1, c - 6.2f)
            .Curve(n + 5.5f, c - 5.5f, n + 7, c - 1.5f, n + 6, c + 2.2f)
            .Curve(n + 3.5f, c + 6.5f, 0.5f * n, c + 8.2f, 0, c + 8.2f)
            .MirrorBack()
            .Closed();
        easel.Soft(wrap, SKColors.Black.Faded(0.35f), 1.4f);
        easel.Form(wrap, ramp);
        body.PaintChinShadow(wrap);
        using SKPath folds = Portrait.Pen()
            .Move(-n - 4.6f, c - 1.8f).Curve(-0.6f * n, c + 2.4f, 0.4f * n, c + 3.2f, n + 4.8f, c - 0.2f)
            .Move(-n - 4.0f, c + 1.6f).Curve(-0.6f * n, c + 5.2f, 0.2f * n, c + 5.8f, n + 2.4f, c + 4.0f)
            .Open();
        easel.Stroke(folds, ramp.Dark.Faded(0.75f), 0.9f);
    }
}
