using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>Two braids in front of the shoulders.</summary>
internal sealed class BraidsCut : HairCut
{
    private const float X = 0.98f;
    private const float Top = 0.30f;
    private const int Plaits = 5;

    public override SKPath Hanging(Portrait portrait)
    {
        Pen pen = portrait.HeadPen();
        float step = Step(portrait);
        float width = 0.19f + 0.03f * portrait.Identity.Hair.Volume;
        for (int side = -1; side <= 1; side += 2)
        {
            pen.Move(side * (X - 0.10f), Top - 0.3f).Line(side * (X - 0.10f), Top);
            for (int i = 0; i < Plaits; i++)
                pen.Quad(side * (X - width - 0.08f), Top + (i + 0.5f) * step, side * (X - 0.09f), Top + (i + 1) * step);
            float end = Top + Plaits * step;
            pen.Curve(side * (X - 0.18f), end + 0.08f, side * (X - 0.14f), end + 0.18f, side * X, end + 0.24f)
                .Curve(side * (X + 0.14f), end + 0.18f, side * (X + 0.18f), end + 0.08f, side * (X + 0.09f), end);
            for (int i = Plaits; i > 0; i--)
                pen.Quad(side * (X + width + 0.08f), Top + (i - 0.5f) * step, side * (X + 0.09f), Top + (i - 1) * step);
            pen.Line(side * (X + 0.10f), Top - 0.3f);
        }

        return pen.Closed();
    }

    public override SKPath HangingStrands(Portrait portrait)
    {
        Pen pen = portrait.HeadPen();
        float step = Step(portrait);
        for (int side = -1; side <= 1; side += 2)
        {
            for (int i = 0; i < Plaits; i++)
            {
                float y = Top + i * step;
                int lean = i % 2 == 0 ? side : -side;
                pen.Move(side * X - lean * 0.20f, y).Quad(side * X, y + 0.2f * step, side * X + lean * 0.16f, y + step);
            }
        }

        return pen.Open();
    }

    public override SKPath Front(Portrait portrait) => portrait.HeadPen()
        .Move(0, -1.10f)
        .Curve(0.64f, -1.10f, 1.06f, -0.76f, 1.08f, -0.16f)
        .Curve(1.10f, 0.10f, 1.12f, 0.30f, 1.10f, 0.46f)
        .Line(0.88f, 0.46f)
        .Curve(0.94f, 0.20f, 0.96f, 0, 0.88f, -0.18f)
        .Curve(0.72f, -0.50f, 0.24f, -0.56f, 0, -0.86f)
        .MirrorBack()
        .Closed();

    public override SKPath Strands(Portrait portrait) => portrait.HeadPen()
        .Move(0, -1.08f).Line(0, -0.88f)
        .Move(0.04f, -0.94f).Curve(0.50f, -0.80f, 0.94f, -0.46f, 0.98f, 0.30f)
        .Move(0.04f, -1.02f).Curve(0.64f, -0.96f, 1.02f, -0.50f, 1.04f, 0.30f)
        .Move(-0.04f, -0.94f).Curve(-0.50f, -0.80f, -0.94f, -0.46f, -0.98f, 0.30f)
        .Move(-0.04f, -1.02f).Curve(-0.64f, -0.96f, -1.02f, -0.50f, -1.04f, 0.30f)
        .Open();

    public override void PaintTies(Portrait portrait)
    {
        float y = (Top + Plaits * Step(portrait)) * portrait.Face.HalfHeight;
        for (int side = -1; side <= 1; side += 2)
        {
            float x = side * X * portrait.Face.HalfWidth;
            using SKPath tie = Portrait.Pen().Move(x - 2.3f, y - 0.5f).Quad(x, y + 0.5f, x + 2.3f, y - 0.5f).Open();
            portrait.Easel.Stroke(tie, Tint.Hex(0xF2F0EA), 1.6f);
        }
    }

    private static float Step(Portrait portrait) => 0.195f + 0.02f * portrait.Identity.Hair.Length;
}
