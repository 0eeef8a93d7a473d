using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>A sweater with stripes of its colour on white, or on dark where the colour is pale.</summary>
internal static class StripedSweater
{
    private const float Pitch = 6.6f;

    public static void Paint(Body body, Ramp ramp)
    {
        Easel easel = body.Easel;
        bool pale = ramp.Base.Luminance() > 0.85f;
        Ramp ground = Ramp.Of(pale ? Tint.Hex(0x3E4660) : Tint.Hex(0xF5F2EC));
        using SKPath sweater = body.Garment(0.8f, 3.6f, 0.4f);
        easel.Form(sweater, ground);
        easel.Clip(sweater);
        for (float y = body.Collar + 6.4f; y < Body.Depth; y += Pitch)
        {
            using SKPath stripe = Portrait.Pen()
                .Move(-body.Shoulder - 8, y + 3.2f)
                .Quad(0, y - 2.0f, body.Shoulder + 8, y + 3.2f)
                .Line(body.Shoulder + 8, y + 3.2f + 0.52f * Pitch)
                .Quad(0, y - 2.0f + 0.52f * Pitch, -body.Shoulder - 8, y + 3.2f + 0.52f * Pitch)
                .Closed();
            easel.Form(stripe, ramp);
        }

        easel.Unclip();
        body.PaintFolds(ground);
        body.PaintChinShadow(sweater);
        float x = body.Neck + 0.8f;
        using SKPath collar = Portrait.Pen()
            .Move(0, body.Collar + 5.0f)
            .Curve(0.62f * x, body.Collar + 5.0f, x + 1.2f, body.Collar + 2.5f, x + 1.4f, body.Collar - 2.6f)
            .Line(x - 0.6f, body.Collar - 3.2f)
            .Curve(x - 0.6f, body.Collar + 0.5f, 0.55f * x, body.Collar + 2.0f, 0, body.Collar + 2.0f)
            .MirrorBack()
            .Closed();
        easel.Form(collar, ramp);
    }
}
