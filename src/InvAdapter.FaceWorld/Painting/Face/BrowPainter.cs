using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>Eyebrows, and the frown between them.</summary>
internal static class BrowPainter
{
    public static void Paint(Portrait portrait)
    {
        BrowLook look = portrait.Identity.Brows;
        FaceGeometry face = portrait.Face;
        ExpressionPose pose = portrait.Pose;
        float thick = 1.75f + 0.85f * look.Thickness;
        float inner = face.EyeX - face.EyeHalfWidth * 1.0f + 0.8f * look.Spacing;
        float outer = face.EyeX + face.EyeHalfWidth * 1.22f;
        float middle = inner + 0.62f * (outer - inner);
        SKColor color = portrait.Hair.OnSkin(look.Darkness, portrait.Skin.Skin.Base);
        for (int side = -1; side <= 1; side += 2)
        {
            // A wink pulls its own brow down a little.
            float raise = pose.BrowRaise - (side > 0 && pose.RightEye == 0 ? 1.6f : 0);
            float innerY = face.BrowY - raise - pose.BrowInner + 0.5f;
            float middleY = face.BrowY - raise - 0.9f - 1.2f * look.Arch + 0.15f * pose.BrowInner;
            float outerY = face.BrowY - raise + 0.9f - 0.9f * look.Tilt + 0.45f * pose.BrowInner;
            using SKPath brow = Portrait.Pen(mirrored: side < 0)
                .Move(inner, innerY - 0.5f * thick)
                .Curve(inner + 1.8f, Between(innerY, middleY, 0.42f) - 0.66f * thick, middle - 2, Between(innerY, middleY, 0.86f) - 0.62f * thick, middle, middleY - 0.55f * thick)
                .Quad(outer - 1.2f, middleY - 0.2f * thick, outer, outerY)
                .Quad(middle + 1.6f, middleY + 0.62f * thick, middle - 1, middleY + 0.60f * thick)
                .Curve(middle - 2.6f, Between(innerY, middleY, 0.80f) + 0.60f * thick, inner + 1.8f, Between(innerY, middleY, 0.40f) + 0.56f * thick, inner, innerY + 0.5f * thick)
                .Quad(inner - 0.5f, innerY, inner, innerY - 0.5f * thick)
                .Closed();
            portrait.Easel.Fill(brow, color.Faded(0.94f));
        }

        if (pose.Frown > 0)
        {
            using SKPath frown = Portrait.Pen()
                .Move(-1.5f, face.BrowY + 0.2f).Line(-1.1f, face.BrowY + 3.2f)
                .Move(1.5f, face.BrowY + 0.2f).Line(1.1f, face.BrowY + 3.2f)
                .Open();
            portrait.Easel.Stroke(frown, portrait.Skin.Deep.Faded(0.75f * pose.Frown), 0.75f);
        }
    }

    private static float Between(float from, float to, float share) => from + share * (to - from);
}
