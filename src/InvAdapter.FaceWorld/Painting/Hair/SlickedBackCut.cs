using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>Combed straight back.</summary>
internal sealed class SlickedBackCut : HairCut
{
    public override SKPath Front(Portrait portrait)
    {
        float volume = 0.03f * portrait.Identity.Hair.Volume;
        return Cap(portrait, 0.04f + 0.5f * volume, 0.13f + volume, 0.03f, 0.74f, -0.50f, portrait.Face.HairlineY - 0.04f);
    }

    public override SKPath Strands(Portrait portrait) => CombedBack(portrait, portrait.Face.HairlineY - 0.03f);
}
