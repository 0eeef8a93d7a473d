using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>A large round cloud.</summary>
internal sealed class AfroCut : HairCut
{
    public override bool Glossy => false;

    public override SKPath Back(Portrait portrait)
    {
        float size = Size(portrait);
        return Curls.Cloud(portrait, portrait.HasHat ? -0.16f : -0.44f, 1.42f * size, 1.02f * size, 30, 0.06f);
    }

    public override SKPath HangingStrands(Portrait portrait) => Curls.Arcs(portrait, -0.40f, 1.42f * Size(portrait), 1.02f * Size(portrait), 14);

    public override SKPath Front(Portrait portrait)
    {
        float hairline = portrait.Face.HairlineY + 0.04f;
        return portrait.HeadPen()
            .Move(0, -1.12f)
            .Curve(0.7f, -1.12f, 1.12f, -0.70f, 1.14f, -0.20f)
            .Quad(1.16f, -0.02f, 1.02f, 0.06f)
            .Quad(0.86f, 0.06f, 0.90f, -0.10f)
            .Quad(0.94f, -0.26f, 0.80f, -0.36f)
            .Quad(0.76f, hairline + 0.02f, 0.50f, hairline + 0.01f)
            .Quad(0.36f, hairline - 0.05f, 0.18f, hairline + 0.01f)
            .Quad(0.08f, hairline + 0.03f, 0, hairline)
            .MirrorBack()
            .Closed();
    }

    public override SKPath Strands(Portrait portrait) => Curls.Arcs(portrait, -0.30f, 0.98f, 0.92f, 9);

    private static float Size(Portrait portrait) => 1 + 0.10f * portrait.Identity.Hair.Volume;
}
