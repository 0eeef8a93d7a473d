using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>A hooded sweater, the hood lying on the shoulders.</summary>
internal static class Hoodie
{
    public static void PaintHood(Body body, Ramp ramp)
    {
        float c = body.Collar;
        using SKPath hood = Portrait.Pen()
            .Move(0, c - 9)
            .Curve(body.Neck + 5, c - 9, body.Neck + 12.5f, c - 6, body.Neck + 12, c + 4)
            .Line(0, c + 6)
            .MirrorBack()
            .Closed();
        body.Easel.Form(hood, new Ramp(ramp.Base, ramp.Dark, ramp.Dark.Darker(0.25f)));
    }

    public static void Paint(Body body, Ramp ramp)
    {
        Easel easel = body.Easel;
        float c = body.Collar;
        float n = body.Neck;
        using SKPath sweater = body.Garment(1.2f, 6.0f, 1.2f);
        easel.Form(sweater, ramp);
        body.PaintFolds(ramp);
        body.PaintChinShadow(sweater);
        for (int side = -1; side <= 1; side += 2)
        {
            using SKPath roll = Portrait.Pen(mirrored: side < 0)
                .Move(0, c + 5.6f)
                .Curve(0.5f * n, c + 5.4f, n + 0.4f, c + 2, n + 0.6f, c - 3.5f)
                .Curve(n + 5, c - 5.5f, n + 10, c - 3.0f, n + 10, c + 1.2f)
                .Curve(n + 8, c + 6, 0.6f * n, c + 11, 0, c + 10.6f)
                .Closed();
            easel.Form(roll, new Ramp(ramp.Light, Tint.Mix(ramp.Base, ramp.Light, 0.3f), ramp.Dark));
            using SKPath cord = Portrait.Pen(mirrored: side < 0).Move(0.48f * n, c + 9.4f).Quad(0.56f * n, c + 13, 0.46f * n, c + 17.5f).Open();
            SKColor cordColor = ramp.Base.Luminance() > 0.75f ? Tint.Hex(0x6A6A74) : Tint.Hex(0xF4F1EA);
            easel.Stroke(cord, cordColor, 1.1f);
        }

        using SKPath seam = Portrait.Pen().Move(0, c + 5.6f).Line(0, c + 10.6f).Open();
        easel.Stroke(seam, ramp.Dark, 0.7f);
    }
}
