using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>A knitted cap with a turned-up edge and a bobble.</summary>
internal static class Beanie
{
    public static void Paint(Portrait portrait, Ramp ramp)
    {
        Easel easel = portrait.Easel;
        FaceGeometry face = portrait.Face;
        using SKPath bobble = Curls.Cloud(portrait, -1.38f, 0.24f, 0.19f, 9, 0.22f);
        easel.Form(bobble, new Ramp(SKColors.White, Tint.Hex(0xEDEAE4), Tint.Hex(0xB9B4B4)));
        using SKPath dome = portrait.HeadPen()
            .Move(0, -1.26f)
            .Curve(0.62f, -1.26f, 1.10f, -0.98f, 1.12f, -0.46f)
            .Line(0, -0.46f)
            .MirrorBack()
            .Closed();
        easel.Form(dome, ramp);
        Pen pen = portrait.HeadPen();
        for (int i = -3; i <= 3; i++)
            pen.Move(0.10f * i, -1.24f).Quad(0.29f * i, -1.06f, 0.31f * i, -0.64f);
        using (SKPath ribs = pen.Open())
            easel.Stroke(ribs, ramp.Dark.Faded(0.40f), 0.9f);

        using SKPath fold = portrait.HeadPen()
            .Move(0, -0.74f)
            .Curve(0.55f, -0.74f, 0.95f, -0.68f, 1.12f, -0.60f)
            .Curve(1.20f, -0.54f, 1.20f, -0.40f, 1.13f, -0.34f)
            .Curve(0.80f, -0.44f, 0.45f, -0.46f, 0, -0.46f)
            .MirrorBack()
            .Closed();
        easel.Soft(fold, SKColors.Black.Faded(0.25f), 0.8f);
        easel.Form(fold, new Ramp(ramp.Light.Lighter(0.12f), ramp.Light, ramp.Base));
        for (int i = -6; i <= 6; i++)
        {
            float x = i * 0.165f;
            float sag = 0.09f * x * x;
            pen.Move(x, -0.71f + sag).Line(1.02f * x, -0.50f + sag);
        }

        using SKPath knit = pen.Open();
        easel.Stroke(knit, ramp.Dark.Faded(0.42f), 0.7f);
        easel.Glow(-0.45f * face.HalfWidth, -1.0f * face.HalfHeight, 6, 4.5f, SKColors.White.Faded(0.18f));
    }
}
