using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>Combed up into one knot.</summary>
internal sealed class BunCut : HairCut
{
    public override SKPath Back(Portrait portrait) => Knot(portrait).Closed();

    public override SKPath HangingStrands(Portrait portrait) => portrait.HeadPen()
        .Move(-0.30f, -1.20f).Quad(-0.20f, -1.50f, 0.22f, -1.42f)
        .Move(-0.16f, -1.12f).Quad(0.06f, -1.36f, 0.32f, -1.20f)
        .Open();

    public override SKPath Front(Portrait portrait) => Cap(portrait, 0.04f, 0.09f, 0.05f, 0.78f, -0.44f, portrait.Face.HairlineY - 0.01f);

    public override SKPath Strands(Portrait portrait) => CombedBack(portrait, portrait.Face.HairlineY);

    private static Pen Knot(Portrait portrait)
    {
        float size = 1 + 0.18f * portrait.Identity.Hair.Volume;
        float top = -1.02f - 0.48f * size;
        return portrait.HeadPen()
            .Move(0, top)
            .Curve(0.30f * size, top - 0.01f, 0.46f * size, -1.36f, 0.42f * size, -1.20f)
            .Curve(0.40f * size, -1.06f, 0.20f * size, -0.98f, 0, -0.98f)
            .MirrorBack();
    }
}
