using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>Beards. Drawn below the mouth's layer; moustaches above it.</summary>
internal static class BeardPainter
{
    public static void PaintBeard(Portrait portrait)
    {
        switch (portrait.Identity.Beard.Style)
        {
            case BeardStyle.Stubble:
                PaintStubble(portrait);
                break;
            case BeardStyle.Goatee:
                using (SKPath goatee = Goatee(portrait))
                    PaintHair(portrait, goatee);
                break;
            case BeardStyle.Chinstrap:
                using (SKPath strap = Jaw(portrait, bottom: 1.05f, inner: 0.86f, cheek: 0.90f))
                    PaintHair(portrait, strap);
                break;
            case BeardStyle.Full:
                using (SKPath full = Jaw(portrait, bottom: 1.12f, inner: 0.30f, cheek: 0.62f))
                    PaintHair(portrait, full);
                break;
            case BeardStyle.Long:
                using (SKPath beard = Jaw(portrait, bottom: 1.52f + 0.12f * portrait.Identity.Beard.Thickness, inner: 0.30f, cheek: 0.64f))
                    PaintHair(portrait, beard);
                break;
        }
    }

    public static void PaintMoustache(Portrait portrait)
    {
        BeardLook look = portrait.Identity.Beard;
        if (look.Style is BeardStyle.None or BeardStyle.Stubble or BeardStyle.Chinstrap)
            return;
        FaceGeometry face = portrait.Face;
        bool handlebar = look.Style == BeardStyle.Handlebar;

        // It hangs between nose and lip, and its ends follow the corners of the mouth.
        float room = face.MouthY - face.NoseY + 0.45f * portrait.Pose.Lift - 0.22f * portrait.Pose.Open;
        float thick = Math.Min(0.78f * room, 2.7f + 0.7f * look.Thickness);
        float y = face.NoseY + 1.3f;
        float w = face.MouthHalfWidth * (0.5f + 0.5f * portrait.Pose.MouthWidth) * (handlebar ? 1.12f : 1.02f);
        float end = y + thick + (handlebar ? -2.6f : 1.2f) - 0.5f * portrait.Pose.Lift;
        using SKPath path = Portrait.Pen()
            .Move(0, y + 0.3f)
            .Curve(0.22f * w, y - 0.9f, 0.72f * w, y - 0.2f, w, end)
            .Curve(0.80f * w, y + thick + (handlebar ? 1.4f : 0.8f), 0.35f * w, y + thick + 0.7f, 0, y + 0.72f * thick)
            .MirrorBack()
            .Closed();
        PaintHair(portrait, path);
    }

    private static void PaintStubble(Portrait portrait)
    {
        using SKPath area = Jaw(portrait, bottom: 1.02f, inner: 0.30f, cheek: 0.62f);
        SKColor color = Color(portrait);
        portrait.Easel.Clip(portrait.Head);
        if (portrait.Easel.Traits.Shading > 0)
            portrait.Easel.Soft(area, color.Faded(0.46f), 1.0f);
        else
            portrait.Easel.Fill(area, color.Faded(0.34f));
        portrait.Easel.Unclip();
    }

    /// <summary>From sideburn to sideburn around the chin; the inner edge leaves the cheeks free and meets under the nose.</summary>
    private static SKPath Jaw(Portrait portrait, float bottom, float inner, float cheek)
    {
        FaceGeometry face = portrait.Face;
        float jaw = face.JawWidth;
        float side = face.CheekWidth;
        float lip = inner < 0.5f ? (face.NoseY + 1.6f) / face.HalfHeight : inner;
        float spread = bottom > 1.3f ? 0.98f : 1.02f;
        float chin = Math.Max(face.ChinWidth, 0.42f) + (bottom > 1.3f ? 0.06f : 0.05f);
        return portrait.HeadPen()
            .Move(0, bottom)
            .Curve(chin, bottom, spread * jaw - 0.02f, 0.5f * bottom + 0.40f, 1.03f * jaw, 0.62f)
            .Curve(jaw + 0.10f, 0.47f, 1.02f * side, 0.34f, 1.01f * side, 0.08f)
            .Line(0.92f * side, 0.06f)
            .Curve(0.90f * side, 0.30f, cheek + 0.22f, 0.40f, cheek + 0.02f, inner < 0.5f ? 0.47f : 0.68f)
            .Curve(cheek - 0.18f, inner < 0.5f ? 0.50f : 0.84f, 0.28f, lip, 0, lip)
            .MirrorBack()
            .Closed();
    }

    private static SKPath Goatee(Portrait portrait)
    {
        FaceGeometry face = portrait.Face;
        float w = (face.MouthHalfWidth + 1.6f) / face.HalfWidth;
        float top = (face.NoseY + 2.2f) / face.HalfHeight;
        float mouth = (face.MouthY + 1) / face.HalfHeight;
        return portrait.HeadPen()
            .Move(0, top)
            .Curve(0.6f * w, top - 0.02f, w, mouth - 0.14f, w, mouth + 0.04f)
            .Curve(w, 0.92f, 0.62f * w, 1.13f + 0.05f * portrait.Identity.Beard.Thickness, 0, 1.14f + 0.05f * portrait.Identity.Beard.Thickness)
            .MirrorBack()
            .Closed();
    }

    private static void PaintHair(Portrait portrait, SKPath path)
    {
        SKColor color = Color(portrait);
        portrait.Easel.Form(path, new Ramp(color.Lighter(0.12f), color, color.Times(0.68f, 0.62f, 0.62f)));
        SKRect box = path.Bounds;
        portrait.Easel.Clip(path);
        Pen pen = Portrait.Pen();
        for (int i = -3; i <= 3; i++)
        {
            float x = i * box.Width / 7.5f;
            pen.Move(x, box.Top + 0.15f * box.Height).Quad(1.05f * x, box.MidY, 0.72f * x, box.Bottom);
        }

        using SKPath strands = pen.Open();
        portrait.Easel.Stroke(strands, color.Times(0.62f, 0.56f, 0.56f).Faded(0.40f * portrait.Easel.Traits.Shading), 0.6f);
        portrait.Easel.Unclip();
    }

    private static SKColor Color(Portrait portrait) => portrait.Hair.OnSkin(portrait.Identity.Beard.Darkness, portrait.Skin.Skin.Base);
}
