using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>A cowboy hat with a brim turned up at the sides.</summary>
internal static class CowboyHat
{
    public static void Paint(Portrait portrait, Ramp ramp)
    {
        Easel easel = portrait.Easel;
        using SKPath dome = portrait.HeadPen()
            .Move(0, -1.30f)
            .Curve(0.22f, -1.30f, 0.30f, -1.48f, 0.52f, -1.46f)
            .Curve(0.86f, -1.42f, 0.94f, -1.0f, 1.02f, -0.56f)
            .Line(0, -0.46f)
            .MirrorBack()
            .Closed();
        easel.Form(dome, ramp);
        using SKPath dent = portrait.HeadPen().Move(-0.30f, -1.34f).Quad(-0.06f, -1.10f, 0, -0.92f).Quad(0.06f, -1.10f, 0.30f, -1.34f).Open();
        easel.Stroke(dent, ramp.Dark.Faded(0.6f), 0.8f);
        using SKPath band = portrait.HeadPen()
            .Move(0, -0.78f).Quad(0.55f, -0.79f, 0.98f, -0.84f).Line(1.02f, -0.62f).Quad(0.55f, -0.56f, 0, -0.56f).MirrorBack().Closed();
        easel.Fill(band, ramp.Dark.Times(0.55f, 0.5f, 0.5f));
        using SKPath brim = portrait.HeadPen()
            .Move(0, -0.66f)
            .Curve(0.56f, -0.66f, 1.0f, -0.72f, 1.30f, -0.92f)
            .Curve(1.48f, -1.04f, 1.72f, -1.0f, 1.76f, -0.86f)
            .Curve(1.66f, -0.66f, 1.20f, -0.38f, 0.70f, -0.36f)
            .Curve(0.40f, -0.36f, 0.20f, -0.35f, 0, -0.35f)
            .MirrorBack()
            .Closed();
        easel.Form(brim, new Ramp(ramp.Light, ramp.Base, ramp.Dark));
        easel.Outline(brim);
        easel.Glow(-0.48f * portrait.Face.HalfWidth, -1.12f * portrait.Face.HalfHeight, 4, 6, SKColors.White.Faded(0.22f));
    }
}
