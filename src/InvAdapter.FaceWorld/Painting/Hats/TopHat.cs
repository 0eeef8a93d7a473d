using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>A top hat with a ribbon.</summary>
internal static class TopHat
{
    public static void Paint(Portrait portrait, Ramp ramp)
    {
        Easel easel = portrait.Easel;
        using SKPath tube = portrait.HeadPen()
            .Move(0, -1.56f)
            .Curve(0.50f, -1.56f, 0.84f, -1.53f, 0.86f, -1.48f)
            .Curve(0.84f, -1.2f, 0.88f, -0.9f, 0.94f, -0.60f)
            .Line(0, -0.52f)
            .MirrorBack()
            .Closed();
        easel.Form(tube, ramp);
        using SKPath lid = portrait.HeadPen().Move(0, -1.56f).Curve(0.50f, -1.56f, 0.86f, -1.53f, 0.86f, -1.49f).Curve(0.86f, -1.45f, 0.50f, -1.42f, 0, -1.42f).MirrorBack().Closed();
        easel.Form(lid, new Ramp(ramp.Light.Lighter(0.12f), ramp.Light, ramp.Base));
        using SKPath ribbon = portrait.HeadPen()
            .Move(0, -0.82f).Quad(0.55f, -0.83f, 0.90f, -0.88f).Line(0.93f, -0.66f).Quad(0.5f, -0.58f, 0, -0.57f).MirrorBack().Closed();
        SKColor band = portrait.Scene.Hat.Color is NamedColor.Black or NamedColor.Blue or NamedColor.Purple ? Tint.Hex(0xB8303C) : Tint.Hex(0x33303C);
        easel.Form(ribbon, Ramp.Of(band));
        using SKPath brim = portrait.HeadPen()
            .Move(0, -0.66f)
            .Curve(0.60f, -0.66f, 1.02f, -0.70f, 1.34f, -0.74f)
            .Curve(1.46f, -0.74f, 1.46f, -0.62f, 1.34f, -0.57f)
            .Curve(0.98f, -0.44f, 0.52f, -0.40f, 0, -0.40f)
            .MirrorBack()
            .Closed();
        easel.Form(brim, new Ramp(ramp.Light, ramp.Base.Darker(0.05f), ramp.Dark));
        easel.Glow(-0.50f * portrait.Face.HalfWidth, -1.15f * portrait.Face.HalfHeight, 2.6f, 11, SKColors.White.Faded(0.30f));
    }
}
