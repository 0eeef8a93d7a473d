using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>A sleeveless dress with a necklace.</summary>
internal static class Dress
{
    public static void Paint(Body body, Ramp ramp)
    {
        Easel easel = body.Easel;
        float c = body.Collar;
        float n = body.Neck;
        float strap = 0.62f * body.Shoulder;
        using SKPath dress = Portrait.Pen()
            .Move(0, c + 11.5f)
            .Curve(0.6f * n, c + 11.5f, n + 1.5f, c + 10, n + 4.2f, c + 3.6f)
            .Line(strap, c + 5.2f)
            .Curve(strap, c + 11, strap + 2.5f, c + 15, strap + 6, c + 17)
            .Line(strap + 6, Body.Depth)
            .Line(0, Body.Depth)
            .MirrorBack()
            .Closed();
        easel.Soft(dress, body.Portrait.Skin.Deep.Faded(0.35f), 1.2f);
        easel.Form(dress, ramp);
        using SKPath necklace = Portrait.Pen().Move(-n - 0.5f, c - 0.5f).Curve(-0.7f * n, c + 6.6f, 0.7f * n, c + 6.6f, n + 0.5f, c - 0.5f).Open();
        easel.Stroke(necklace, Tint.Hex(0xB98A2A), 1.0f);
        easel.Stroke(necklace, Tint.Hex(0xF6D878), 0.55f);
        easel.Oval(0, c + 5.4f, 1.3f, 1.3f, ramp.Base);
        easel.Oval(-0.35f, c + 5.0f, 0.45f, 0.45f, SKColors.White.Faded(0.8f));
    }
}
