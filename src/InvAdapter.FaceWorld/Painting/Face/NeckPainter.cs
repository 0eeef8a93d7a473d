using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>Neck, bare shoulders, and the shadow that the chin throws on them. Drawn upright, whatever the head does.</summary>
internal static class NeckPainter
{
    private const float Depth = 90;

    public static void Paint(Portrait portrait)
    {
        FaceGeometry face = portrait.Face;
        float chin = face.HalfHeight;
        float neck = NeckHalfWidth(portrait);
        float shoulder = ShoulderHalfWidth(portrait);
        using SKPath path = Portrait.Pen()
            .Move(0, 6)
            .Line(neck, 6)
            .Line(neck, chin + 4)
            .Curve(neck + 0.3f, chin + 9, neck + 7, chin + 10.5f, shoulder - 6, chin + 14.5f)
            .Curve(shoulder, chin + 17, shoulder + 1.5f, chin + 24, shoulder + 2, Depth)
            .MirrorBack()
            .Closed();
        portrait.Easel.Form(path, portrait.Skin.Skin with { Light = portrait.Skin.Skin.Base });
        portrait.Easel.Clip(path);
        portrait.Easel.Glow(1.5f, chin + 2.5f, neck * 1.7f, 9.5f, portrait.Skin.Deep.Faded(0.85f));
        portrait.Easel.Unclip();
    }

    public static float NeckHalfWidth(Portrait portrait) => portrait.Face.HalfWidth * (0.43f + 0.06f * portrait.Identity.Head.Jaw);

    public static float ShoulderHalfWidth(Portrait portrait) => 33.5f + 2.2f * portrait.Identity.Head.Width + 2.2f * portrait.Identity.Head.Jaw;
}
