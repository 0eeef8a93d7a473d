using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>Long and straight, with a straight fringe.</summary>
internal sealed class LongFringeCut : HairCut
{
    public override SKPath Back(Portrait portrait) => LongHair.Straight(portrait);

    public override SKPath HangingStrands(Portrait portrait) => LongHair.StraightStrands(portrait);

    public override SKPath Front(Portrait portrait)
    {
        float side = 0.10f + 0.04f * portrait.Identity.Hair.Volume;
        float top = 0.13f + 0.04f * portrait.Identity.Hair.Volume;
        return portrait.HeadPen()
            .Move(0, -1 - top)
            .Curve(0.66f, -1 - top, 1 + side, -0.78f, 1.02f + side, -0.12f)
            .Curve(1.05f + side, 0.30f, 1.08f + side, 0.80f, 1.06f + side, 1.20f)
            .Quad(0.94f, 1.12f, 0.90f, 0.90f)
            .Curve(0.94f, 0.50f, 0.96f, 0.10f, 0.84f, -0.24f)
            .Curve(0.74f, -0.31f, 0.66f, -0.34f, 0.60f, -0.36f)
            .Line(0.56f, -0.40f)
            .Curve(0.36f, -0.37f, 0.18f, -0.36f, 0.03f, -0.36f)
            .Line(0, -0.41f)
            .MirrorBack()
            .Closed();
    }

    public override SKPath Strands(Portrait portrait)
    {
        Pen pen = portrait.HeadPen();
        for (int i = -3; i <= 3; i++)
        {
            float x = i * 0.2f;
            pen.Move(0.3f * x, -1.08f).Quad(1.1f * x, -0.80f, x, -0.36f);
        }

        return pen
            .Move(0.30f, -1.06f).Curve(0.90f, -0.90f, 1.02f, -0.46f, 1.03f, 1.0f)
            .Move(-0.30f, -1.06f).Curve(-0.90f, -0.90f, -1.02f, -0.46f, -1.03f, 1.0f)
            .Open();
    }
}
