using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>A standing strip.</summary>
internal sealed class MohawkCut : HairCut
{
    public override SKPath Under(Portrait portrait) => Cap(portrait, 0.005f, 0.01f, 0.02f, 0.80f, -0.40f, portrait.Face.HairlineY);

    public override SKPath Front(Portrait portrait)
    {
        float top = 0.46f + 0.12f * portrait.Identity.Hair.Length;
        float hairline = portrait.Face.HairlineY - 0.02f;
        return Pen(portrait)
            .Move(-0.30f, hairline - 0.06f)
            .Curve(-0.42f, -0.86f, -0.50f, -1.02f, -0.56f, -1.0f - 0.42f * top)
            .Quad(-0.44f, -1.02f - 0.40f * top, -0.36f, -0.98f - 0.50f * top)
            .Quad(-0.36f, -1.0f - 0.80f * top, -0.38f, -1.0f - 0.92f * top)
            .Quad(-0.20f, -1.0f - 0.84f * top, -0.12f, -1.0f - 0.74f * top)
            .Quad(-0.10f, -1.0f - top, -0.06f, -1.02f - 1.12f * top)
            .Quad(0.06f, -1.0f - top, 0.12f, -1.0f - 0.78f * top)
            .Quad(0.24f, -1.0f - 0.92f * top, 0.34f, -1.0f - top)
            .Quad(0.32f, -1.0f - 0.74f * top, 0.36f, -1.0f - 0.52f * top)
            .Quad(0.46f, -1.0f - 0.56f * top, 0.60f, -1.0f - 0.52f * top)
            .Curve(0.48f, -1.0f, 0.42f, -0.86f, 0.30f, hairline - 0.06f)
            .Quad(0.20f, hairline + 0.06f, 0.14f, hairline - 0.02f)
            .Quad(0.04f, hairline + 0.08f, -0.04f, hairline - 0.02f)
            .Quad(-0.16f, hairline + 0.07f, -0.30f, hairline - 0.06f)
            .Closed();
    }

    public override SKPath Strands(Portrait portrait) => Pen(portrait)
        .Move(-0.20f, -0.66f).Quad(-0.28f, -1.0f, -0.34f, -1.28f)
        .Move(-0.06f, -0.64f).Quad(-0.10f, -1.0f, -0.08f, -1.36f)
        .Move(0.08f, -0.64f).Quad(0.14f, -1.0f, 0.22f, -1.30f)
        .Move(0.20f, -0.66f).Quad(0.30f, -0.96f, 0.42f, -1.16f)
        .Open();
}
