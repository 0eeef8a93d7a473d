using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>Freckles, mole, scar and the lines of age.</summary>
internal static class MarkPainter
{
    private static readonly (float X, float Y, float Size)[] FrecklePlaces =
    [
        (0.18f, 0.1f, 1), (0.33f, -0.15f, 0.8f), (0.45f, 0.22f, 1.1f), (0.58f, -0.1f, 0.9f), (0.70f, 0.2f, 0.8f), (0.28f, 0.32f, 0.8f),
        (0.52f, 0.5f, 0.9f), (0.66f, 0.48f, 0.7f), (0.06f, -0.2f, 0.8f), (0.40f, 0.55f, 0.7f), (0.76f, -0.08f, 0.7f), (0.22f, -0.32f, 0.7f),
    ];

    public static void Paint(Portrait portrait)
    {
        PaintFreckles(portrait);
        PaintAge(portrait);
        PaintMole(portrait);
        PaintScar(portrait);
    }

    private static void PaintFreckles(Portrait portrait)
    {
        float amount = portrait.Identity.Marks.Freckles;
        FaceGeometry face = portrait.Face;
        SKColor color = Tint.Mix(portrait.Skin.Deep, Tint.Hex(0xA0522D), 0.3f).Faded(0.58f);
        int count = (int)(amount * FrecklePlaces.Length);
        for (int i = 0; i < count; i++)
        {
            (float x, float y, float size) = FrecklePlaces[i];
            float across = x * 0.95f * face.HalfWidth;
            float down = face.NoseY - 4.2f + 6.5f * y;
            portrait.Easel.Oval(across, down, 0.62f * size, 0.56f * size, color);
            portrait.Easel.Oval(-across + 0.4f, down + 0.3f, 0.60f * size, 0.56f * size, color);
        }
    }

    private static void PaintAge(Portrait portrait)
    {
        float age = portrait.Identity.Skin.Wrinkles;
        if (age < 0.15f)
            return;
        float h = portrait.Face.HalfHeight;
        float w = portrait.Face.HalfWidth;
        using SKPath lines = Portrait.Pen()
            .Move(-0.42f * w, -0.43f * h).Quad(0, -0.47f * h, 0.42f * w, -0.43f * h)
            .Move(-0.34f * w, -0.52f * h).Quad(0, -0.56f * h, 0.34f * w, -0.52f * h)
            .Move(0.80f * w, 0.02f * h).Line(0.91f * w, -0.03f * h).Move(0.80f * w, 0.06f * h).Line(0.91f * w, 0.08f * h)
            .Move(-0.80f * w, 0.02f * h).Line(-0.91f * w, -0.03f * h).Move(-0.80f * w, 0.06f * h).Line(-0.91f * w, 0.08f * h)
            .Open();
        portrait.Easel.Stroke(lines, portrait.Skin.Deep.Faded(0.45f * age), 0.65f);
    }

    private static void PaintMole(Portrait portrait)
    {
        SkinMarks marks = portrait.Identity.Marks;
        if (marks.Mole == 0)
            return;
        float x = marks.MoleX * 0.62f * portrait.Face.HalfWidth;
        float y = portrait.Face.HalfHeight * (0.40f + 0.22f * marks.MoleY);
        float radius = 0.65f + 0.45f * marks.Mole;
        portrait.Easel.Oval(x, y, radius, radius, portrait.Skin.Line.Darker(0.2f));
    }

    private static void PaintScar(Portrait portrait)
    {
        Scar scar = portrait.Identity.Marks.Scar;
        if (scar == Scar.None)
            return;
        FaceGeometry face = portrait.Face;
        bool left = scar is Scar.LeftCheek or Scar.LeftBrow;
        Pen pen = Portrait.Pen(mirrored: left);
        using SKPath path = scar switch
        {
            Scar.Chin => pen.Move(1.5f, 0.80f * face.HalfHeight).Quad(3.4f, 0.86f * face.HalfHeight, 3.2f, 0.93f * face.HalfHeight).Open(),
            Scar.LeftCheek or Scar.RightCheek => pen
                .Move(0.72f * face.HalfWidth, 0.16f * face.HalfHeight)
                .Quad(0.60f * face.HalfWidth, 0.34f * face.HalfHeight, 0.44f * face.HalfWidth, 0.46f * face.HalfHeight)
                .Open(),
            _ => pen.Move(face.EyeX + 3.4f, face.BrowY - 3.6f).Line(face.EyeX + 0.8f, face.BrowY + 2.2f).Open(),
        };
        portrait.Easel.Stroke(path, portrait.Skin.Deep.Faded(0.6f), 1.5f);
        portrait.Easel.Stroke(path, Tint.Mix(portrait.Skin.Skin.Light, Tint.Hex(0xF4B8B0), 0.5f), 0.9f);
    }
}
