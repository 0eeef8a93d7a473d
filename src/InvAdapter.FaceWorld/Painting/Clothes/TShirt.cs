using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>A T-shirt with a ribbed collar.</summary>
internal static class TShirt
{
    public static void Paint(Body body, Ramp ramp)
    {
        using SKPath shirt = body.Garment(0.6f, 5.2f, 0);
        body.Easel.Form(shirt, ramp);
        body.PaintFolds(ramp);
        body.PaintChinShadow(shirt);
        float x = body.Neck + 0.6f;
        using SKPath collar = Portrait.Pen()
            .Move(-x, body.Collar - 0.6f)
            .Curve(-x, body.Collar + 2.9f, -0.6f * x, body.Collar + 5.4f, 0, body.Collar + 5.4f)
            .Curve(0.6f * x, body.Collar + 5.4f, x, body.Collar + 2.9f, x, body.Collar - 0.6f)
            .Open();
        body.Easel.Stroke(collar, ramp.Dark, 2.0f);
        body.Easel.Stroke(collar, Tint.Mix(ramp.Base, ramp.Light, 0.4f), 1.2f);
    }
}
