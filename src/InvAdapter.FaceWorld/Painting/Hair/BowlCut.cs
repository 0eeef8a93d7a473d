using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>Round, with a straight fringe above the brows.</summary>
internal sealed class BowlCut : HairCut
{
    public override SKPath Front(Portrait portrait)
    {
        float side = 0.12f + 0.04f * portrait.Identity.Hair.Volume;
        float top = 0.15f + 0.04f * portrait.Identity.Hair.Volume;
        float bottom = 0.10f + 0.10f * portrait.Identity.Hair.Length;
        return portrait.HeadPen()
            .Move(0, -1 - top)
            .Curve(0.68f, -1 - top, 1 + side, -0.78f, 1 + side, -0.18f)
            .Curve(1 + side, 0, 1.10f, bottom, 1.04f, bottom + 0.04f)
            .Quad(0.96f, bottom + 0.05f, 0.88f, bottom)
            .Curve(0.92f, -0.14f, 0.88f, -0.26f, 0.82f, -0.33f)
            .Curve(0.56f, -0.40f, 0.28f, -0.41f, 0, -0.41f)
            .MirrorBack()
            .Closed();
    }

    public override SKPath Strands(Portrait portrait)
    {
        Pen pen = portrait.HeadPen();
        for (int i = -4; i <= 4; i++)
        {
            float x = i * 0.2f;
            pen.Move(0.35f * x, -1.08f).Quad(1.12f * x, -0.80f, 1.02f * x, -0.36f);
        }

        return pen.Open();
    }
}
