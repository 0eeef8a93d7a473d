using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>Short, with pointed strands swept over the forehead and before the ears.</summary>
internal sealed class PixieCut : HairCut
{
    public override SKPath Front(Portrait portrait)
    {
        float top = 0.14f + 0.05f * portrait.Identity.Hair.Volume;
        return Pen(portrait)
            .Move(-0.90f, 0.36f)
            .Curve(-1.02f, 0.20f, -1.10f, -0.10f, -1.09f, -0.34f)
            .Curve(-1.06f, -0.86f, -0.62f, -1 - top, 0, -1 - top)
            .Curve(0.62f, -1 - top, 1.10f, -0.86f, 1.11f, -0.30f)
            .Curve(1.12f, 0, 1.0f, 0.26f, 0.88f, 0.40f)
            .Quad(0.94f, 0.10f, 0.90f, -0.10f)
            .Quad(0.88f, -0.28f, 0.78f, -0.40f)
            .Quad(0.72f, -0.54f, 0.52f, -0.68f)
            .Curve(0.40f, -0.50f, 0.22f, -0.38f, 0.02f, -0.34f)
            .Quad(0.10f, -0.44f, 0.12f, -0.52f)
            .Curve(-0.06f, -0.38f, -0.26f, -0.28f, -0.50f, -0.25f)
            .Quad(-0.40f, -0.36f, -0.38f, -0.42f)
            .Curve(-0.54f, -0.28f, -0.70f, -0.16f, -0.88f, -0.10f)
            .Quad(-0.92f, 0.12f, -0.90f, 0.36f)
            .Closed();
    }

    public override SKPath Strands(Portrait portrait) => Pen(portrait)
        .Move(0.50f, -0.70f).Curve(0.20f, -0.62f, -0.40f, -0.50f, -0.74f, -0.22f)
        .Move(0.48f, -0.78f).Curve(0.10f, -0.84f, -0.60f, -0.72f, -0.92f, -0.20f)
        .Move(0.46f, -0.88f).Curve(0.0f, -1.04f, -0.80f, -0.90f, -1.0f, -0.20f)
        .Move(0.54f, -0.76f).Curve(0.80f, -0.66f, 0.98f, -0.40f, 0.98f, 0.10f)
        .Move(0.52f, -0.88f).Curve(0.86f, -0.84f, 1.04f, -0.50f, 1.04f, 0)
        .Open();
}
