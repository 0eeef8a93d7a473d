using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>Ears.</summary>
internal static class EarPainter
{
    public static void Paint(Portrait portrait)
    {
        EarLook look = portrait.Identity.Ears;
        FaceGeometry face = portrait.Face;
        float height = 5.0f + 0.9f * look.Size;
        float width = 3.4f + 0.4f * look.Size;
        float x = face.HalfWidth * face.CheekWidth + 0.2f + 1.1f * look.Protrusion;
        for (int side = -1; side <= 1; side += 2)
        {
            bool mirrored = side < 0;
            using SKPath ear = Portrait.Pen(mirrored)
                .Move(x - 3, face.EarY - 0.7f * height)
                .Curve(x, face.EarY - 1.25f * height, x + width, face.EarY - height, x + width, face.EarY - 0.2f * height)
                .Curve(x + width, face.EarY + 0.5f * height, x + 0.4f * width, face.EarY + height, x - 0.8f, face.EarY + 0.95f * height)
                .Line(x - 3, face.EarY)
                .Closed();
            portrait.Easel.Form(ear, portrait.Skin.Skin);
            using SKPath fold = Portrait.Pen(mirrored)
                .Move(x + 0.2f, face.EarY - 0.62f * height)
                .Curve(x + 0.75f * width, face.EarY - 0.75f * height, x + 0.7f * width, face.EarY, x + 0.1f, face.EarY + 0.5f * height)
                .Open();
            portrait.Easel.Stroke(fold, portrait.Skin.Deep.Faded(0.55f), 1.1f);
        }
    }
}
