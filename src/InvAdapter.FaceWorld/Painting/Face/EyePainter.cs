using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>Eyes. Each is drawn with x pointing outward, so that both are one drawing.</summary>
internal static class EyePainter
{
    private const float Shut = 0.2f;

    public static void Paint(Portrait portrait)
    {
        for (int side = -1; side <= 1; side += 2)
        {
            SKCanvas canvas = portrait.Easel.Canvas;
            canvas.Save();
            canvas.Translate(side * portrait.Face.EyeX, portrait.Face.EyeY);
            canvas.Scale(side, 1);
            canvas.RotateDegrees(-portrait.Face.EyeTilt);
            float open = side < 0 ? portrait.Pose.LeftEye : portrait.Pose.RightEye;
            PaintSocket(portrait);
            if (open < Shut)
                PaintShut(portrait);
            else
                PaintOpen(portrait, open, side);
            canvas.Restore();
        }
    }

    private static void PaintSocket(Portrait portrait)
    {
        FaceGeometry face = portrait.Face;
        portrait.Easel.Glow(-0.5f, -0.4f * face.EyeHalfHeight, 1.45f * face.EyeHalfWidth, 2.1f * face.EyeHalfHeight, portrait.Skin.Deep.Faded(0.34f));
        if (portrait.Identity.Skin.Wrinkles > 0.15f)
        {
            using SKPath bag = Portrait.Pen()
                .Move(-0.8f * face.EyeHalfWidth, 1.15f * face.EyeHalfHeight)
                .Quad(0.1f * face.EyeHalfWidth, 1.95f * face.EyeHalfHeight, 0.9f * face.EyeHalfWidth, 1.0f * face.EyeHalfHeight)
                .Open();
            portrait.Easel.Stroke(bag, portrait.Skin.Deep.Faded(0.5f * portrait.Identity.Skin.Wrinkles), 0.8f);
        }
    }

    private static void PaintOpen(Portrait portrait, float open, int side)
    {
        Easel easel = portrait.Easel;
        EyeLook look = portrait.Identity.Eyes;
        float w = portrait.Face.EyeHalfWidth;
        float h = portrait.Face.EyeHalfHeight;
        float cheek = 0.35f * portrait.Pose.CheekRaise;
        float up = h * (1.28f - 0.22f * look.Lid) * open;
        float down = h * (1.05f - cheek) * Math.Min(open, 1.1f);

        using SKPath white = Portrait.Pen()
            .Move(-w, 0.18f * h)
            .Curve(-0.62f * w, -up, 0.52f * w, -up - 0.12f * h, w, -0.06f * h)
            .Curve(0.62f * w, down, -0.5f * w, down + 0.05f * h, -w, 0.18f * h)
            .Closed();
        easel.Fill(white, Tint.Hex(0xFBF8F4));
        easel.Clip(white);
        PaintIris(portrait, side, up);
        using (SKPath upper = Upper(w, h, up).Open())
            easel.Stroke(upper, Tint.Hex(0x3A2A34).Faded(0.30f), 1.7f);
        easel.Unclip();
        PaintLids(portrait, up, down);
    }

    private static void PaintIris(Portrait portrait, int side, float up)
    {
        Easel easel = portrait.Easel;
        float radius = Math.Min(0.60f * portrait.Face.EyeHalfWidth, 0.98f * portrait.Face.EyeHalfHeight);
        float y = -0.10f * up;
        SKColor iris = IrisColors.Of(portrait.Identity.Eyes.Color);
        easel.Oval(0, y, radius, radius, iris.Darker(0.45f));
        easel.Oval(0, y, 0.86f * radius, 0.86f * radius, iris);
        easel.Glow(0, y + 0.45f * radius, 0.75f * radius, 0.5f * radius, iris.Lighter(0.55f).Faded(0.8f));
        easel.Oval(0, y, 0.46f * radius, 0.46f * radius, Tint.Hex(0x120E12));
        easel.Oval(side * -0.36f * radius, y - 0.36f * radius, 0.30f * radius, 0.30f * radius, SKColors.White);
        easel.Oval(side * 0.34f * radius, y + 0.40f * radius, 0.14f * radius, 0.14f * radius, SKColors.White.Faded(0.7f));
    }

    private static Pen Upper(float w, float h, float up) => Portrait.Pen()
        .Move(-w, 0.18f * h)
        .Curve(-0.62f * w, -up, 0.52f * w, -up - 0.12f * h, w, -0.06f * h);

    private static void PaintLids(Portrait portrait, float up, float down)
    {
        Easel easel = portrait.Easel;
        EyeLook look = portrait.Identity.Eyes;
        float w = portrait.Face.EyeHalfWidth;
        float h = portrait.Face.EyeHalfHeight;
        SKColor line = Tint.Mix(portrait.Skin.Line, Tint.Hex(0x1A1014), 0.35f + 0.55f * look.Lashes);
        using SKPath upper = Upper(w, h, up).Open();
        easel.Stroke(upper, line, 0.85f + 0.55f * look.Lashes);
        using SKPath lower = Portrait.Pen().Move(0.95f * w, 0).Curve(0.6f * w, down, -0.4f * w, down + 0.05f * h, -0.75f * w, 0.42f * h).Open();
        easel.Stroke(lower, portrait.Skin.Line.Faded(0.45f), 0.5f);
        using SKPath crease = Portrait.Pen()
            .Move(-0.85f * w, -0.28f * h)
            .Curve(-0.5f * w, -up - 0.62f * h, 0.55f * w, -up - 0.72f * h, 1.06f * w, -0.42f * h)
            .Open();
        easel.Stroke(crease, portrait.Skin.Deep.Faded(0.30f + 0.45f * look.Lid), 0.65f);
        if (look.Lashes > 0.45f)
        {
            using SKPath lashes = Portrait.Pen()
                .Move(0.96f * w, -0.08f * h).Quad(1.18f * w, -0.22f * h, 1.30f * w, -0.60f * h)
                .Move(0.74f * w, -0.46f * up).Quad(0.90f * w, -0.62f * up, 0.96f * w, -0.90f * up)
                .Open();
            easel.Stroke(lashes, line, 0.72f * look.Lashes);
        }
    }

    private static void PaintShut(Portrait portrait)
    {
        float w = portrait.Face.EyeHalfWidth;
        float h = portrait.Face.EyeHalfHeight;
        SKColor line = Tint.Mix(portrait.Skin.Line, Tint.Hex(0x1A1014), 0.7f);
        using SKPath lid = Portrait.Pen().Move(-w, 0.55f * h).Curve(-0.5f * w, -0.65f * h, 0.5f * w, -0.70f * h, w, 0.40f * h).Open();
        portrait.Easel.Stroke(lid, line, 1.35f);
        using SKPath lashes = Portrait.Pen().Move(w, 0.40f * h).Line(1.3f * w, 0.05f * h).Move(0.7f * w, -0.05f * h).Line(0.98f * w, -0.50f * h).Open();
        portrait.Easel.Stroke(lashes, line, 0.5f + 0.5f * portrait.Identity.Eyes.Lashes);
    }
}
