using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>Jacket, white shirt and tie.</summary>
internal static class Suit
{
    private static readonly Ramp Linen = new(SKColors.White, Tint.Hex(0xF3F2F0), Tint.Hex(0xBFC0CC));

    public static void Paint(Body body, Ramp ramp)
    {
        Easel easel = body.Easel;
        float n = body.Neck;
        float c = body.Collar;
        using SKPath shirt = body.Garment(-0.4f, 3.2f, 0);
        easel.Form(shirt, Linen);
        body.PaintChinShadow(shirt);
        SKColor tieColor = body.Portrait.Scene.Clothing.Color is NamedColor.Red or NamedColor.Pink or NamedColor.Orange ? Tint.Hex(0x2C3E66) : Tint.Hex(0xA8283A);
        using SKPath tie = Portrait.Pen()
            .Move(0, c + 2.6f).Line(1.9f, c + 2.9f).Line(1.3f, c + 6.2f).Line(3.0f, Body.Depth).MirrorBack().Closed();
        easel.Form(tie, Ramp.Of(tieColor));
        using SKPath jacket = Portrait.Pen()
            .Move(0, c + 22)
            .Curve(1.5f, c + 18, 0.6f * n, c + 10, n + 0.8f, c - 1.2f)
            .Curve(n + 6, c + 2.0f, body.Shoulder - 7, c + 4.4f, body.Shoulder - 1.5f, c + 8.5f)
            .Curve(body.Shoulder + 3, c + 12, body.Shoulder + 4.5f, c + 22, body.Shoulder + 5, Body.Depth)
            .Line(0, Body.Depth)
            .MirrorBack()
            .Closed();
        easel.Form(jacket, ramp);
        body.PaintFolds(ramp);
        for (int side = -1; side <= 1; side += 2)
        {
            using SKPath lapel = Portrait.Pen(mirrored: side < 0)
                .Move(0, c + 22)
                .Curve(1.5f, c + 18, 0.6f * n, c + 10, n + 0.8f, c - 1.2f)
                .Line(n + 4.6f, c + 1.6f)
                .Line(n + 6.2f, c + 8.5f)
                .Line(n + 3.8f, c + 9.2f)
                .Line(n + 4.8f, c + 11.6f)
                .Quad(0.8f * n, c + 19, 0, c + 26)
                .Closed();
            easel.Form(lapel, new Ramp(ramp.Light, Tint.Mix(ramp.Base, ramp.Light, 0.35f), ramp.Base));
            easel.Stroke(lapel, ramp.Dark.Faded(0.8f), 0.7f);
            using SKPath collar = Portrait.Pen(mirrored: side < 0)
                .Move(0.2f, c + 2.9f).Line(n - 0.6f, c - 2.4f).Line(n + 1.2f, c + 0.6f).Line(0.52f * n, c + 6.4f).Closed();
            easel.Form(collar, Linen);
            easel.Stroke(collar, Linen.Dark, 0.4f);
        }
    }
}
