using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>Combed back into a tail that falls over one shoulder.</summary>
internal sealed class PonytailCut : HairCut
{
    public override SKPath Back(Portrait portrait)
    {
        float volume = 0.06f * portrait.Identity.Hair.Volume;
        float bottom = Bottom(portrait);
        return Pen(portrait)
            .Move(0.20f, -0.90f)
            .Curve(0.60f, -1.34f, 1.24f + volume, -1.10f, 1.34f + volume, -0.48f)
            .Curve(1.40f + volume, 0, 1.58f + volume, 0.40f, 1.50f + volume, 0.82f)
            .Quad(1.44f, bottom - 0.16f, 1.20f, bottom)
            .Curve(1.12f, 0.90f, 1.04f, 0.52f, 0.84f, 0.30f)
            .Line(0.70f, -0.40f)
            .Closed();
    }

    public override SKPath HangingStrands(Portrait portrait) => Pen(portrait)
        .Move(0.80f, -1.04f).Curve(1.20f, -0.90f, 1.16f, -0.10f, 1.32f, 0.40f).Quad(1.38f, 0.80f, 1.26f, 1.2f)
        .Move(0.90f, -0.80f).Curve(1.10f, -0.50f, 1.12f, 0, 1.22f, 0.36f).Quad(1.28f, 0.70f, 1.22f, 1.1f)
        .Open();

    public override SKPath Front(Portrait portrait) => Cap(portrait, 0.04f, 0.10f, 0.08f, 0.78f, -0.42f, portrait.Face.HairlineY);

    public override SKPath Strands(Portrait portrait) => Pen(portrait)
        .Move(-0.70f, -0.50f).Quad(-0.40f, -0.96f, 0.60f, -0.98f)
        .Move(-0.40f, -0.60f).Quad(-0.10f, -0.90f, 0.64f, -0.92f)
        .Move(-0.05f, -0.62f).Quad(0.20f, -0.82f, 0.70f, -0.86f)
        .Move(0.34f, -0.60f).Quad(0.54f, -0.74f, 0.76f, -0.78f)
        .Move(-0.92f, -0.30f).Quad(-0.70f, -1.02f, 0.40f, -1.05f)
        .Open();

    private static float Bottom(Portrait portrait) => 1.26f + 0.2f * portrait.Identity.Hair.Length;
}
