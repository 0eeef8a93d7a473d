using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>Long waves from a parting at the side.</summary>
internal sealed class LongWavyCut : HairCut
{
    public override SKPath Back(Portrait portrait) => LongHair.Wavy(portrait);

    public override SKPath HangingStrands(Portrait portrait) => LongHair.WavyStrands(portrait);

    public override SKPath Front(Portrait portrait)
    {
        float side = 0.13f + 0.05f * portrait.Identity.Hair.Volume;
        float top = 0.17f + 0.05f * portrait.Identity.Hair.Volume;
        return Pen(portrait)
            .Move(-0.36f, -0.97f - top)
            .Curve(0.44f, -1.08f - top, 1 + side, -0.88f, 1.02f + side, -0.20f)
            .Through((1.13f + side, 0.14f), (1.0f + side, 0.46f), (1.15f + side, 0.80f), (1.02f + side, 1.16f))
            .Quad(0.92f, 1.02f, 0.96f, 0.82f)
            .Through((0.86f, 0.58f), (0.98f, 0.26f), (0.90f, -0.04f))
            .Curve(0.86f, -0.34f, 0.20f, -0.40f, -0.38f, -0.84f)
            .Curve(-0.46f, -0.60f, -0.80f, -0.50f, -0.90f, -0.12f)
            .Through((-0.99f, 0.18f), (-0.88f, 0.48f), (-0.97f, 0.80f))
            .Quad(-0.94f, 1.02f, -1.02f - side, 1.12f)
            .Through((-1.14f - side, 0.80f), (-1.0f - side, 0.46f), (-1.12f - side, 0.14f), (-1.01f - side, -0.20f))
            .Curve(-0.99f - side, -0.70f, -0.74f, -0.94f - top, -0.36f, -0.97f - top)
            .Closed();
    }

    public override SKPath Strands(Portrait portrait) => Pen(portrait)
        .Move(-0.36f, -1.10f).Line(-0.38f, -0.86f)
        .Move(-0.34f, -0.94f).Curve(0.30f, -0.86f, 0.92f, -0.62f, 1.0f, -0.10f).Through((1.07f, 0.2f), (0.98f, 0.5f), (1.07f, 0.84f))
        .Move(-0.34f, -1.02f).Curve(0.40f, -1.10f, 1.06f, -0.72f, 1.09f, -0.10f).Through((1.17f, 0.2f), (1.07f, 0.5f), (1.16f, 0.84f))
        .Move(-0.34f, -0.90f).Curve(0.20f, -0.66f, 0.70f, -0.54f, 0.90f, -0.20f)
        .Move(-0.42f, -0.98f).Curve(-0.80f, -0.82f, -1.04f, -0.50f, -1.04f, -0.10f).Through((-1.11f, 0.2f), (-1.0f, 0.5f), (-1.08f, 0.84f))
        .Open();
}
