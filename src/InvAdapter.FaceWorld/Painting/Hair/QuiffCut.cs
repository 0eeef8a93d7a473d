using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>Close at the sides, a wave over the forehead.</summary>
internal sealed class QuiffCut : HairCut
{
    public override SKPath Front(Portrait portrait)
    {
        float top = 0.30f + 0.08f * portrait.Identity.Hair.Volume;
        float hairline = portrait.Face.HairlineY;
        return Pen(portrait)
            .Move(-0.985f, 0.03f)
            .Curve(-1.04f, -0.08f, -1.04f, -0.30f, -1.0f, -0.44f)
            .Curve(-0.98f, -0.66f, -0.96f, -0.78f, -0.92f, -0.88f)
            .Curve(-0.84f, -1.02f - top, -0.10f, -1.10f - top, 0.40f, -1.02f - top)
            .Curve(0.78f, -0.98f - top, 0.98f, -1.08f, 0.90f, -0.86f)
            .Curve(1.02f, -0.70f, 1.04f, -0.36f, 1.03f, -0.18f)
            .Quad(1.02f, -0.04f, 0.985f, 0.03f)
            .Line(0.91f, 0)
            .Curve(0.93f, -0.20f, 0.90f, -0.40f, 0.76f, -0.50f)
            .Curve(0.50f, hairline + 0.04f, 0.20f, hairline - 0.06f, -0.10f, hairline)
            .Curve(-0.40f, hairline + 0.05f, -0.64f, hairline + 0.02f, -0.80f, -0.46f)
            .Quad(-0.93f, -0.24f, -0.91f, 0)
            .Closed();
    }

    public override SKPath Strands(Portrait portrait)
    {
        float hairline = portrait.Face.HairlineY;
        return Pen(portrait)
            .Move(-0.66f, hairline + 0.02f).Curve(-0.80f, -0.90f, -0.62f, -1.20f, -0.20f, -1.22f)
            .Move(-0.40f, hairline + 0.02f).Curve(-0.56f, -0.90f, -0.30f, -1.18f, 0.20f, -1.16f)
            .Move(-0.08f, hairline).Curve(-0.26f, -0.90f, 0.04f, -1.12f, 0.50f, -1.10f)
            .Move(0.28f, hairline - 0.02f).Curve(0.20f, -0.86f, 0.44f, -1.02f, 0.80f, -1.0f)
            .Open();
    }
}
