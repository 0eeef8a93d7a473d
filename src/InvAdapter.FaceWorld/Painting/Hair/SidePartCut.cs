using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>Short, parted at one side and combed over.</summary>
internal sealed class SidePartCut : HairCut
{
    public override SKPath Front(Portrait portrait)
    {
        float top = 0.17f + 0.05f * portrait.Identity.Hair.Volume;
        float hairline = portrait.Face.HairlineY;
        return Pen(portrait)
            .Move(-0.985f, 0.04f)
            .Curve(-1.06f, -0.08f, -1.07f, -0.26f, -1.04f, -0.42f)
            .Curve(-1.00f, -0.74f, -0.78f, -0.96f, -0.52f, -1.04f)
            .Curve(-0.34f, -1.05f - top, 0.30f, -1.06f - top, 0.62f, -0.92f - 0.6f * top)
            .Curve(1.02f, -0.80f, 1.12f, -0.50f, 1.06f, -0.20f)
            .Quad(1.05f, -0.04f, 0.985f, 0.05f)
            .Line(0.90f, 0.01f)
            .Curve(0.93f, -0.18f, 0.88f, -0.34f, 0.78f, -0.42f)
            .Curve(0.40f, hairline + 0.06f, -0.10f, hairline + 0.02f, -0.50f, hairline - 0.17f)
            .Curve(-0.66f, hairline - 0.02f, -0.80f, -0.44f, -0.86f, -0.34f)
            .Quad(-0.92f, -0.16f, -0.90f, 0.01f)
            .Closed();
    }

    public override SKPath Strands(Portrait portrait)
    {
        float hairline = portrait.Face.HairlineY;
        return Pen(portrait)
            .Move(-0.50f, hairline - 0.17f).Curve(-0.48f, -0.90f, -0.50f, -0.98f, -0.54f, -1.06f)
            .Move(-0.48f, hairline - 0.18f).Curve(-0.20f, -1.04f, 0.40f, -0.98f, 0.82f, -0.50f)
            .Move(-0.46f, hairline - 0.17f).Curve(-0.16f, -0.92f, 0.30f, -0.84f, 0.68f, -0.48f)
            .Move(-0.46f, hairline - 0.20f).Curve(-0.20f, -1.16f, 0.56f, -1.10f, 0.92f, -0.52f)
            .Open();
    }
}
