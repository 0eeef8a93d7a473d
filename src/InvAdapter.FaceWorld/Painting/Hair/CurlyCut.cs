using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>Curls down to the jaw.</summary>
internal sealed class CurlyCut : HairCut
{
    public override bool Glossy => false;

    public override SKPath Back(Portrait portrait)
    {
        HairLook look = portrait.Identity.Hair;
        float center = portrait.HasHat ? -0.06f : -0.18f;
        return Curls.Cloud(portrait, center + 0.08f * look.Length, 1.24f + 0.06f * look.Volume, 0.98f + 0.1f * look.Length, 17, 0.13f);
    }

    public override SKPath HangingStrands(Portrait portrait) => Curls.Arcs(portrait, -0.1f, 1.34f, 1.08f, 13);

    public override SKPath Front(Portrait portrait)
    {
        float hairline = portrait.Face.HairlineY + 0.12f;
        float side = 0.24f + 0.06f * portrait.Identity.Hair.Volume;
        float top = 0.22f + 0.06f * portrait.Identity.Hair.Volume;
        return Pen(portrait)
            .Move(-0.92f, 0.18f)
            .Quad(-1.22f - side, 0.16f, -1.02f - side, -0.10f)
            .Quad(-1.24f - side, -0.30f, -0.98f - side, -0.46f)
            .Quad(-1.10f - side, -0.80f, -0.80f - 0.6f * side, -0.80f)
            .Quad(-0.76f, -1.14f - top, -0.40f, -0.96f - top)
            .Quad(-0.14f, -1.20f - top, 0.12f, -1.0f - top)
            .Quad(0.44f, -1.18f - top, 0.56f, -0.90f - top)
            .Quad(0.96f, -0.98f - top, 0.86f + 0.6f * side, -0.72f)
            .Quad(1.16f + side, -0.68f, 1.0f + side, -0.38f)
            .Quad(1.22f + side, -0.20f, 1.02f + side, 0)
            .Quad(1.14f + side, 0.24f, 0.92f, 0.20f)
            .Quad(0.98f, 0, 0.88f, -0.12f)
            .Quad(0.96f, -0.32f, 0.74f, -0.34f)
            .Quad(0.76f, hairline + 0.14f, 0.48f, hairline + 0.02f)
            .Quad(0.38f, hairline + 0.20f, 0.14f, hairline + 0.02f)
            .Quad(0, hairline + 0.20f, -0.20f, hairline + 0.01f)
            .Quad(-0.40f, hairline + 0.20f, -0.52f, hairline + 0.02f)
            .Quad(-0.80f, hairline + 0.14f, -0.78f, -0.32f)
            .Quad(-0.98f, -0.28f, -0.88f, -0.08f)
            .Quad(-0.98f, 0.02f, -0.92f, 0.18f)
            .Closed();
    }

    public override SKPath Strands(Portrait portrait) => Curls.Arcs(portrait, -0.30f, 1.18f, 0.98f, 10);
}
