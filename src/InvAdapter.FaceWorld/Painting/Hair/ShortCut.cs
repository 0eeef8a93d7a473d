using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>Short all over, with a ragged front.</summary>
internal sealed class ShortCut : HairCut
{
    public override SKPath Front(Portrait portrait)
    {
        float top = 0.13f + 0.04f * portrait.Identity.Hair.Volume;
        float hairline = portrait.Face.HairlineY + 0.06f;
        return Pen(portrait)
            .Move(-0.985f, 0.06f)
            .Curve(-1.06f, -0.05f, -1.07f, -0.20f, -1.06f, -0.30f)
            .Curve(-1.04f, -0.86f, -0.62f, -1 - top, -0.12f, -1.0f - top)
            .Curve(0.60f, -1.06f - top, 1.06f, -0.84f, 1.06f, -0.26f)
            .Curve(1.07f, -0.14f, 1.05f, -0.04f, 0.985f, 0.06f)
            .Line(0.90f, 0.02f)
            .Quad(0.92f, -0.22f, 0.84f, -0.40f)
            .Quad(0.74f, -0.42f, 0.68f, hairline + 0.02f)
            .Quad(0.55f, hairline + 0.12f, 0.44f, hairline - 0.02f)
            .Quad(0.30f, hairline + 0.12f, 0.20f, hairline - 0.04f)
            .Quad(0.06f, hairline + 0.11f, -0.06f, hairline - 0.03f)
            .Quad(-0.22f, hairline + 0.12f, -0.34f, hairline - 0.01f)
            .Quad(-0.50f, hairline + 0.14f, -0.64f, hairline + 0.02f)
            .Quad(-0.78f, hairline + 0.16f, -0.86f, -0.36f)
            .Quad(-0.92f, -0.20f, -0.90f, 0.02f)
            .Closed();
    }

    public override SKPath Strands(Portrait portrait) => Pen(portrait)
        .Move(-0.62f, -0.62f).Quad(-0.62f, -0.86f, -0.36f, -1.02f)
        .Move(-0.30f, -0.66f).Quad(-0.32f, -0.86f, -0.10f, -1.04f)
        .Move(0.04f, -0.68f).Quad(0.02f, -0.88f, 0.18f, -1.05f)
        .Move(0.36f, -0.66f).Quad(0.40f, -0.86f, 0.46f, -1.0f)
        .Move(0.66f, -0.58f).Quad(0.72f, -0.76f, 0.70f, -0.88f)
        .Open();
}
