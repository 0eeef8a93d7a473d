using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>Head and the light on it.</summary>
internal static class HeadPainter
{
    public static SKPath Outline(Portrait portrait)
    {
        FaceGeometry face = portrait.Face;
        float jaw = face.JawWidth;
        float cheek = face.CheekWidth;
        return portrait.HeadPen()
            .Move(0, -1)
            .Curve(0.60f, -1, 1, -0.70f, 1, -0.14f)
            .Curve(1, 0.02f, cheek, 0.10f, cheek, 0.22f)
            .Curve(cheek, 0.36f, jaw + 0.07f, 0.47f, jaw, 0.61f)
            .Curve(jaw - 0.10f, 0.82f, face.ChinWidth, 1, 0, 1)
            .MirrorBack()
            .Closed();
    }

    public static void Paint(Portrait portrait)
    {
        Easel easel = portrait.Easel;
        FaceGeometry face = portrait.Face;
        SkinPalette skin = portrait.Skin;
        float w = face.HalfWidth;
        float h = face.HalfHeight;

        easel.Ball(portrait.Head, skin.Skin, -0.30f * w, -0.22f * h, 1.45f * h);
        easel.Clip(portrait.Head);
        easel.Glow(1.02f * w, 0.15f * h, 0.55f * w, 1.1f * h, skin.Deep.Faded(0.40f));
        easel.Glow(-1.08f * w, 0.30f * h, 0.30f * w, 0.9f * h, skin.Deep.Faded(0.22f));
        easel.Glow(0, 1.10f * h, 0.80f * w, 0.30f * h, skin.Deep.Faded(0.30f));
        PaintCheeks(portrait);
        easel.Glow(-0.22f * w, -0.55f * h, 0.55f * w, 0.30f * h, skin.Skin.Light.Faded(0.55f));
        easel.Unclip();
    }

    private static void PaintCheeks(Portrait portrait)
    {
        FaceGeometry face = portrait.Face;
        float raise = 1.6f * portrait.Pose.CheekRaise;
        
        // Blood shows less through dark skin.
        float blush = (1 - 0.45f * portrait.Identity.Skin.Tone) * (0.16f + 0.40f * portrait.Identity.Skin.Blush + 0.12f * portrait.Pose.CheekRaise);
        float radius = 6.2f + 0.8f * portrait.Identity.Head.Cheeks;
        float y = face.NoseY - 0.5f - raise;
        for (int side = -1; side <= 1; side += 2)
        {
            float x = side * 0.60f * face.HalfWidth;
            portrait.Easel.Halo(x, y, radius, 0.82f * radius, portrait.Skin.Blush.Faded(blush));
            if (side < 0)
                portrait.Easel.Glow(x - 0.5f, y - 2.5f, 3.6f, 2.4f, portrait.Skin.Skin.Light.Faded(0.45f));
        }
    }
}
