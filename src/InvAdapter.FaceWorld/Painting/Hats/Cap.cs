using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>A cap with a peak.</summary>
internal static class Cap
{
    public static void Paint(Portrait portrait, Ramp ramp)
    {
        Easel easel = portrait.Easel;
        using SKPath dome = portrait.HeadPen()
            .Move(0, -1.22f)
            .Curve(0.72f, -1.22f, 1.12f, -0.92f, 1.12f, -0.44f)
            .Quad(0.6f, -0.60f, 0, -0.62f)
            .MirrorBack()
            .Closed();
        easel.Form(dome, ramp);
        using SKPath seams = portrait.HeadPen()
            .Move(0, -1.22f).Line(0, -0.62f)
            .Move(0, -1.22f).Curve(0.40f, -1.16f, 0.66f, -0.90f, 0.70f, -0.56f)
            .Move(0, -1.22f).Curve(-0.40f, -1.16f, -0.66f, -0.90f, -0.70f, -0.56f)
            .Open();
        easel.Stroke(seams, ramp.Dark.Faded(0.65f), 0.6f);
        using SKPath button = portrait.HeadPen().Move(-0.11f, -1.21f).Quad(0, -1.32f, 0.11f, -1.21f).Closed();
        easel.Form(button, ramp);
        using SKPath peak = portrait.HeadPen()
            .Move(0, -0.70f)
            .Curve(0.50f, -0.70f, 0.82f, -0.62f, 0.96f, -0.50f)
            .Curve(1.14f, -0.34f, 0.86f, -0.30f, 0.74f, -0.33f)
            .Curve(0.50f, -0.40f, 0.26f, -0.42f, 0, -0.42f)
            .MirrorBack()
            .Closed();
        easel.Form(peak, new Ramp(ramp.Base, ramp.Base.Darker(0.12f), ramp.Dark.Darker(0.12f)));
        using SKPath edge = portrait.HeadPen().Move(-0.86f, -0.56f).Curve(-0.5f, -0.67f, 0.5f, -0.67f, 0.86f, -0.56f).Open();
        easel.Stroke(edge, ramp.Light.Faded(0.7f), 0.55f);
        easel.Glow(-0.42f * portrait.Face.HalfWidth, -0.98f * portrait.Face.HalfHeight, 6, 4.5f, SKColors.White.Faded(0.28f));
    }
}
