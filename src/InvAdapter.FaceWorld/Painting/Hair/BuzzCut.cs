using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>A shadow of hair, through which the skin shows.</summary>
internal sealed class BuzzCut : HairCut
{
    public override float Opacity => 0.74f;

    public override bool Glossy => false;

    public override SKPath Front(Portrait portrait) => Cap(portrait, 0.015f, 0.025f, 0.02f, 0.80f, -0.40f, portrait.Face.HairlineY);
}
