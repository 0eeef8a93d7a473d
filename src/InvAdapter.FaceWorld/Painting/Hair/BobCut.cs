using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>To the chin, parted off the middle, turned in at the ends.</summary>
internal sealed class BobCut : HairCut
{
    public override SKPath Back(Portrait portrait)
    {
        float bottom = Bottom(portrait);
        return portrait.HeadPen()
            .Move(0, -0.9f)
            .Curve(0.8f, -0.9f, 1.12f, -0.4f, 1.14f, 0)
            .Curve(1.18f, 0.4f, 1.16f, bottom, 0.92f, bottom + 0.02f)
            .Quad(0.5f, bottom + 0.05f, 0, bottom + 0.02f)
            .MirrorBack()
            .Closed();
    }

    public override SKPath Front(Portrait portrait)
    {
        float bottom = Bottom(portrait);
        float side = 0.13f + 0.05f * portrait.Identity.Hair.Volume;
        float top = 0.15f + 0.04f * portrait.Identity.Hair.Volume;
        return Pen(portrait)
            .Move(-0.24f, -0.99f - top)
            .Curve(0.50f, -1.05f - top, 1 + side, -0.84f, 1.02f + side, -0.12f)
            .Curve(1.06f + side, 0.30f, 1.06f + side, bottom - 0.10f, 0.92f, bottom)
            .Quad(0.74f, bottom + 0.02f, 0.76f, bottom - 0.10f)
            .Curve(0.90f, 0.36f, 0.96f, 0.02f, 0.86f, -0.22f)
            .Curve(0.60f, -0.42f, 0.10f, -0.56f, -0.26f, -0.82f)
            .Curve(-0.40f, -0.62f, -0.70f, -0.46f, -0.87f, -0.20f)
            .Curve(-0.96f, 0.02f, -0.90f, 0.36f, -0.76f, bottom - 0.10f)
            .Quad(-0.74f, bottom + 0.02f, -0.92f, bottom)
            .Curve(-1.06f - side, bottom - 0.10f, -1.06f - side, 0.30f, -1.02f - side, -0.12f)
            .Curve(-1 - side, -0.70f, -0.66f, -0.98f - top, -0.24f, -0.99f - top)
            .Closed();
    }

    public override SKPath Strands(Portrait portrait) => Pen(portrait)
        .Move(-0.24f, -1.10f).Quad(-0.24f, -0.96f, -0.26f, -0.84f)
        .Move(-0.22f, -0.96f).Curve(0.40f, -0.90f, 0.98f, -0.60f, 1.02f, 0.50f)
        .Move(-0.22f, -0.88f).Curve(0.30f, -0.72f, 0.90f, -0.50f, 0.95f, 0.20f)
        .Move(-0.22f, -1.04f).Curve(0.60f, -1.10f, 1.10f, -0.60f, 1.09f, 0.40f)
        .Move(-0.30f, -0.92f).Curve(-0.60f, -0.76f, -1.0f, -0.40f, -1.01f, 0.50f)
        .Move(-0.30f, -1.02f).Curve(-0.80f, -0.90f, -1.12f, -0.40f, -1.09f, 0.40f)
        .Open();

    private static float Bottom(Portrait portrait) => 0.74f + 0.14f * portrait.Identity.Hair.Length;
}
