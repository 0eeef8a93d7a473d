using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>A golden crown; its stones have the hat's colour.</summary>
internal static class Crown
{
    private static readonly Ramp Gold = new(Tint.Hex(0xFFF0A0), Tint.Hex(0xF5C33B), Tint.Hex(0xB97D17));

    public static void Paint(Portrait portrait, Ramp ramp)
    {
        Easel easel = portrait.Easel;
        using SKPath inside = portrait.HeadPen().Move(0, -1.06f).Quad(0.7f, -1.06f, 1.02f, -0.96f).Line(1.0f, -0.60f).Line(0, -0.60f).MirrorBack().Closed();
        easel.Fill(inside, Gold.Dark.Darker(0.25f));
        using SKPath crown = portrait.HeadPen()
            .Move(0, -1.46f)
            .Line(0.24f, -1.06f)
            .Line(0.58f, -1.38f)
            .Line(0.74f, -1.0f)
            .Line(1.16f, -1.24f)
            .Quad(1.08f, -0.80f, 1.08f, -0.42f)
            .Quad(0.55f, -0.50f, 0, -0.50f)
            .MirrorBack()
            .Closed();
        easel.Form(crown, Gold);
        using SKPath band = portrait.HeadPen()
            .Move(0, -0.70f).Quad(0.55f, -0.70f, 1.085f, -0.63f).Line(1.08f, -0.42f).Quad(0.55f, -0.50f, 0, -0.50f).MirrorBack().Closed();
        easel.Form(band, new Ramp(Gold.Light, Gold.Light, Gold.Base));
        float w = portrait.Face.HalfWidth;
        float h = portrait.Face.HalfHeight;
        PaintStone(easel, 0, -0.60f * h, 2.1f, ramp);
        for (int side = -1; side <= 1; side += 2)
        {
            PaintStone(easel, side * 0.48f * w, -0.595f * h, 1.6f, ramp);
            PaintStone(easel, side * 0.86f * w, -0.56f * h, 1.3f, ramp);
            PaintPearl(easel, side * 0.58f * w, -1.38f * h);
            PaintPearl(easel, side * 1.15f * w, -1.24f * h);
        }

        PaintPearl(easel, 0, -1.46f * h);
        easel.Glow(-0.40f * w, -0.92f * h, 5, 6, SKColors.White.Faded(0.40f));
    }

    private static void PaintStone(Easel easel, float x, float y, float radius, Ramp ramp)
    {
        easel.Oval(x, y, radius + 0.5f, radius + 0.4f, Gold.Dark);
        easel.Oval(x, y, radius, radius, ramp.Base);
        easel.Oval(x - 0.3f * radius, y - 0.35f * radius, 0.32f * radius, 0.3f * radius, SKColors.White.Faded(0.75f));
    }

    private static void PaintPearl(Easel easel, float x, float y)
    {
        easel.Oval(x, y, 1.7f, 1.7f, Gold.Dark);
        easel.Oval(x, y, 1.35f, 1.35f, Gold.Light);
    }
}
