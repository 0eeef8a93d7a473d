using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>The nose: a ridge in light, a side in shadow, wings, nostrils and a tip.</summary>
internal static class NosePainter
{
    public static void Paint(Portrait portrait)
    {
        FaceGeometry face = portrait.Face;
        Easel easel = portrait.Easel;
        SkinPalette skin = portrait.Skin;
        (float tip, float drop, float wing, float ridge) = Form(portrait.Identity.Nose.Shape);
        float w = face.NoseHalfWidth;
        float y = face.NoseY;
        float top = face.EyeY - 1.5f;

        // The side away from the light, and the shadow below.
        using (SKPath side = Portrait.Pen()
            .Move(1.3f * ridge, top)
            .Curve(1.5f * ridge, y - 6, 0.5f * w, y - 5, 1.02f * w, y - 1)
            .Quad(0.5f * w, y + 0.6f, 0.25f * w, y - 1)
            .Curve(0.3f * w, y - 5, 0.4f, y - 6, 0.5f, top)
            .Closed())
        {
            easel.Soft(side, skin.Deep.Faded(0.36f * ridge), 1.1f);
        }

        easel.Glow(0.9f, y + 1.3f + drop, 1.15f * w, 2.1f, skin.Deep.Faded(0.55f));
        easel.Glow(-0.5f, (top + y) / 2, 1.5f, 0.55f * (y - top), skin.Skin.Light.Faded(0.5f * Math.Min(ridge, 1)));

        PaintWings(portrait, w * wing, y, drop);
        easel.Glow(0.1f, y - 1.5f, tip + 0.5f, tip + 0.3f, skin.Blush.Faded(0.30f));
        easel.Glow(-0.7f, y - 2.2f, 0.75f * tip, 0.6f * tip, SKColors.White.Faded(0.42f - 0.15f * portrait.Identity.Skin.Tone));
    }

    private static void PaintWings(Portrait portrait, float w, float y, float drop)
    {
        SkinPalette skin = portrait.Skin;
        for (int side = -1; side <= 1; side += 2)
        {
            using SKPath nostril = Portrait.Pen(mirrored: side < 0)
                .Move(0.30f * w, y + 0.25f)
                .Curve(0.42f * w, y - 0.75f, 0.72f * w, y - 0.75f, 0.80f * w, y - 0.05f)
                .Quad(0.55f * w, y + 0.30f, 0.30f * w, y + 0.25f)
                .Closed();
            portrait.Easel.Fill(nostril, skin.Line.Faded(0.80f));
        }

        using SKPath under = Portrait.Pen()
            .Move(1.0f * w, y - 2.1f)
            .Curve(1.24f * w, y - 0.6f, 0.95f * w, y + 0.55f, 0.50f * w, y + 0.30f)
            .Curve(0.32f * w, y + 0.35f, 0.20f * w, y + 0.75f + drop, 0, y + 0.80f + drop)
            .MirrorBack()
            .Open();
        portrait.Easel.Stroke(under, skin.Deep.Faded(0.85f), 0.75f);
    }

    /// <summary>Size of the tip, how far it hangs, breadth of the wings, strength of the ridge.</summary>
    private static (float Tip, float Drop, float Wing, float Ridge) Form(NoseShape shape) => shape switch
    {
        NoseShape.Button => (2.1f, -0.7f, 0.82f, 0.45f),
        NoseShape.Straight => (1.8f, 0.1f, 0.90f, 1.15f),
        NoseShape.Round => (3.1f, 0.35f, 1.05f, 0.7f),
        NoseShape.Hooked => (1.9f, 1.3f, 0.92f, 1.35f),
        _ => (2.6f, -0.1f, 1.22f, 0.3f),
    };
}
