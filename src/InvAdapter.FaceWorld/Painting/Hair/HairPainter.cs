using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>Hair, layer by layer. Under a hat only what comes out below it is drawn.</summary>
internal static class HairPainter
{
    public static void PaintBack(Portrait portrait)
    {
        HairCut cut = Cut(portrait);
        using SKPath? back = cut.Back(portrait);
        if (back is null)
            return;
        Ramp hair = portrait.Hair.Hair;
        Begin(portrait);

        // It lies in the shadow of head and neck.
        portrait.Easel.Form(back, new Ramp(hair.Base.Darker(0.06f), hair.Base.Darker(0.16f), hair.Dark.Darker(0.14f)));
        PaintStrands(portrait, back, cut.HangingStrands(portrait));
        End(portrait);
    }

    public static void PaintHanging(Portrait portrait)
    {
        HairCut cut = Cut(portrait);
        using SKPath? hanging = cut.Hanging(portrait);
        if (hanging is not null)
        {
            portrait.Easel.Soft(hanging, SKColors.Black.Faded(0.25f), 1.6f);
            portrait.Easel.Form(hanging, portrait.Hair.Hair);
            PaintStrands(portrait, hanging, cut.HangingStrands(portrait));
        }

        cut.PaintTies(portrait);
    }

    public static void PaintFront(Portrait portrait)
    {
        HairCut cut = Cut(portrait);
        using SKPath? front = cut.Front(portrait);
        if (front is null)
            return;
        Begin(portrait);
        using SKPath? under = cut.Under(portrait);
        if (under is not null)
            portrait.Easel.Fill(under, portrait.Hair.Hair.Dark.Faded(0.38f));
        PaintShadow(portrait, front, cut.Opacity);
        portrait.Easel.Form(front, portrait.Hair.Hair.Faded(cut.Opacity));
        PaintStrands(portrait, front, cut.Strands(portrait));
        if (cut.Glossy)
            PaintSheen(portrait, front);
        End(portrait);
    }

    private static HairCut Cut(Portrait portrait) => HairCuts.For(portrait.Identity.Hair.Style);

    /// <summary>A hat presses hair down: what stands out beside it falls in a round line from the hat's edge.</summary>
    private static void Begin(Portrait portrait)
    {
        if (!portrait.HasHat)
            return;
        using SKPath below = portrait.HeadPen()
            .Move(0, -0.60f)
            .Quad(0.8f, -0.58f, 1.10f, -0.42f)
            .Curve(1.28f, -0.46f, 1.62f, -0.34f, 2.3f, 0.5f)
            .Line(2.4f, 4)
            .Line(0, 4)
            .MirrorBack()
            .Closed();
        portrait.Easel.Clip(below);
    }

    private static void End(Portrait portrait)
    {
        if (portrait.HasHat)
            portrait.Easel.Unclip();
    }

    private static void PaintShadow(Portrait portrait, SKPath front, float opacity)
    {
        if (portrait.Easel.Traits.Shading == 0)
            return;
        SKCanvas canvas = portrait.Easel.Canvas;
        portrait.Easel.Clip(portrait.Head);
        canvas.Translate(0.5f, 1.5f);
        portrait.Easel.Soft(front, portrait.Skin.Deep.Faded(0.55f * opacity), 1.0f);
        portrait.Easel.Unclip();
    }

    private static void PaintStrands(Portrait portrait, SKPath area, SKPath? strands)
    {
        if (strands is null)
            return;
        using (strands)
        {
            Ramp hair = portrait.Hair.Hair;
            float shading = Math.Max(portrait.Easel.Traits.Shading, 0.6f);
            portrait.Easel.Clip(area);
            portrait.Easel.Stroke(strands, hair.Dark.Darker(0.1f).Faded(0.50f * shading), 0.75f);
            SKCanvas canvas = portrait.Easel.Canvas;
            canvas.Translate(0.9f, 0.1f);
            portrait.Easel.Stroke(strands, hair.Light.Faded(0.40f * shading), 0.6f);
            portrait.Easel.Unclip();
        }
    }

    private static void PaintSheen(Portrait portrait, SKPath front)
    {
        if (portrait.Easel.Traits.Shading == 0)
            return;
        using SKPath band = portrait.HeadPen()
            .Move(-0.86f, -0.50f)
            .Curve(-0.66f, -0.92f, -0.25f, -1.00f, 0.24f, -0.96f)
            .Curve(-0.18f, -0.92f, -0.52f, -0.80f, -0.68f, -0.42f)
            .Closed();
        portrait.Easel.Clip(front);
        portrait.Easel.Soft(band, portrait.Hair.Sheen.Faded(0.55f), 1.2f);
        portrait.Easel.Unclip();
    }
}
