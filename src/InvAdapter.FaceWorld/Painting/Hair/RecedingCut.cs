using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>Hair at the sides, and little of it on top.</summary>
internal sealed class RecedingCut : HairCut
{
    public override bool Glossy => false;

    public override SKPath Front(Portrait portrait)
    {
        // From a widow's peak to a bare crown.
        float peak = -0.80f - 0.14f * portrait.Identity.Hair.Length;
        float side = 0.06f + 0.02f * portrait.Identity.Hair.Volume;
        return portrait.HeadPen()
            .Move(0, -1.045f)
            .Curve(0.62f, -1.045f, 1 + side, -0.76f, 1 + side, -0.16f)
            .Curve(1 + side, -0.02f, 1.03f, 0.06f, 0.975f, 0.12f)
            .Line(0.90f, 0.08f)
            .Curve(0.93f, -0.16f, 0.90f, -0.34f, 0.80f, -0.46f)
            .Curve(0.82f, -0.66f, 0.62f, -0.90f, 0.42f, -0.93f)
            .Curve(0.28f, -0.92f, 0.20f, peak, 0, peak)
            .MirrorBack()
            .Closed();
    }

    public override SKPath Strands(Portrait portrait) => portrait.HeadPen()
        .Move(0.86f, -0.50f).Quad(0.96f, -0.30f, 0.96f, -0.02f).Move(0.94f, -0.52f).Quad(1.02f, -0.30f, 1.01f, -0.06f)
        .Move(-0.86f, -0.50f).Quad(-0.96f, -0.30f, -0.96f, -0.02f).Move(-0.94f, -0.52f).Quad(-1.02f, -0.30f, -1.01f, -0.06f)
        .Open();
}
