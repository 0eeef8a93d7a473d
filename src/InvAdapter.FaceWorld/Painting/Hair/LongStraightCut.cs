using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>Long and straight from a parting in the middle.</summary>
internal sealed class LongStraightCut : HairCut
{
    public override SKPath Back(Portrait portrait) => LongHair.Straight(portrait);

    public override SKPath HangingStrands(Portrait portrait) => LongHair.StraightStrands(portrait);

    public override SKPath Front(Portrait portrait)
    {
        float side = 0.10f + 0.04f * portrait.Identity.Hair.Volume;
        float top = 0.12f + 0.04f * portrait.Identity.Hair.Volume;
        return portrait.HeadPen()
            .Move(0, -1 - top)
            .Curve(0.66f, -1 - top, 1 + side, -0.78f, 1.02f + side, -0.12f)
            .Curve(1.05f + side, 0.30f, 1.08f + side, 0.80f, 1.06f + side, 1.20f)
            .Quad(0.94f, 1.12f, 0.90f, 0.90f)
            .Curve(0.96f, 0.50f, 0.98f, 0.10f, 0.90f, -0.14f)
            .Curve(0.74f, -0.46f, 0.24f, -0.56f, 0, -0.88f)
            .MirrorBack()
            .Closed();
    }

    public override SKPath Strands(Portrait portrait) => portrait.HeadPen()
        .Move(0, -1.10f).Line(0, -0.88f)
        .Move(0.03f, -0.96f).Curve(0.50f, -0.80f, 0.98f, -0.46f, 1.02f, 1.0f)
        .Move(0.03f, -1.04f).Curve(0.66f, -1.0f, 1.06f, -0.50f, 1.08f, 0.90f)
        .Move(-0.03f, -0.96f).Curve(-0.50f, -0.80f, -0.98f, -0.46f, -1.02f, 1.0f)
        .Move(-0.03f, -1.04f).Curve(-0.66f, -1.0f, -1.06f, -0.50f, -1.08f, 0.90f)
        .Open();
}
