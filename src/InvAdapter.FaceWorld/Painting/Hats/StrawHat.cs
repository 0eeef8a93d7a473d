using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>A wide straw hat with a ribbon of the hat's colour.</summary>
internal static class StrawHat
{
    private static readonly Ramp Straw = new(Tint.Hex(0xF9E5AE), Tint.Hex(0xE9C878), Tint.Hex(0xB98A45));

    public static void PaintBrim(Portrait portrait)
    {
        using SKPath back = portrait.HeadPen()
            .Move(0, -0.86f).Curve(1.0f, -0.86f, 1.80f, -0.66f, 1.82f, -0.40f).Curve(1.6f, -0.30f, 0.8f, -0.28f, 0, -0.28f).MirrorBack().Closed();
        portrait.Easel.Form(back, new Ramp(Straw.Dark, Straw.Dark.Darker(0.1f), Straw.Dark.Darker(0.25f)));
    }

    public static void Paint(Portrait portrait, Ramp ramp)
    {
        Easel easel = portrait.Easel;
        using SKPath dome = portrait.HeadPen()
            .Move(0, -1.28f)
            .Curve(0.66f, -1.28f, 0.98f, -1.06f, 1.04f, -0.54f)
            .Line(0, -0.48f)
            .MirrorBack()
            .Closed();
        easel.Form(dome, Straw);
        easel.Clip(dome);
        Weave(portrait, -1.24f, -0.9f);
        using SKPath ribbon = portrait.HeadPen()
            .Move(0, -0.84f).Quad(0.6f, -0.84f, 1.1f, -0.90f).Line(1.1f, -0.60f).Quad(0.6f, -0.58f, 0, -0.58f).MirrorBack().Closed();
        easel.Form(ribbon, ramp);
        easel.Unclip();
        using SKPath brim = portrait.HeadPen()
            .Move(0, -0.62f)
            .Curve(0.70f, -0.62f, 1.30f, -0.66f, 1.80f, -0.46f)
            .Curve(1.90f, -0.38f, 1.82f, -0.28f, 1.60f, -0.28f)
            .Curve(1.05f, -0.34f, 0.55f, -0.40f, 0, -0.40f)
            .MirrorBack()
            .Closed();
        easel.Form(brim, Straw);
        easel.Clip(brim);
        Weave(portrait, -0.60f, -0.34f);
        easel.Unclip();
    }

    private static void Weave(Portrait portrait, float top, float bottom)
    {
        Pen pen = portrait.HeadPen();
        for (float y = top; y <= bottom; y += 0.085f)
            pen.Move(-1.9f, y + 0.14f).Curve(-0.9f, y, 0.9f, y, 1.9f, y + 0.14f);
        using SKPath lines = pen.Open();
        portrait.Easel.Stroke(lines, Straw.Dark.Faded(0.45f), 0.55f);
    }
}
