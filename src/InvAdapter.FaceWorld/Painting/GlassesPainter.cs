using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>Glasses: two lenses, a bridge, and the arms to the ears.</summary>
internal static class GlassesPainter
{
    private static readonly SKColor Frame = Tint.Hex(0x2A2228);

    public static void Paint(Portrait portrait)
    {
        GlassesKind kind = portrait.Scene.Glasses;
        if (kind == GlassesKind.None)
            return;
        FaceGeometry face = portrait.Face;
        Easel easel = portrait.Easel;
        float x = face.EyeX;
        float y = face.EyeY + 0.6f;
        float half = Math.Min(face.EyeHalfWidth * 1.34f, x - 1.2f);
        PaintFrame(portrait, x, y, half);
        for (int side = -1; side <= 1; side += 2)
        {
            using SKPath lens = Lens(kind, side * x, y, half);
            if (kind == GlassesKind.Sunglasses)
            {
                easel.Fade(lens, Tint.Hex(0x17151C), Tint.Hex(0x4A4452), y - half, y + half);
                using SKPath glare = Portrait.Pen().Move(side * x - 0.62f * half, y - 0.1f * half).Line(side * x - 0.05f * half, y - 0.62f * half).Open();
                easel.Clip(lens);
                easel.Stroke(glare, SKColors.White.Faded(0.34f), 1.6f);
                easel.Unclip();
            }
            else
            {
                easel.Fill(lens, Tint.Hex(0xDDEBFA).Faded(0.16f));
                using SKPath glare = Portrait.Pen().Move(side * x - 0.60f * half, y - 0.12f * half).Line(side * x - 0.30f * half, y - 0.55f * half).Open();
                easel.Stroke(glare, SKColors.White.Faded(0.55f), 0.9f);
            }

            easel.Stroke(lens, Frame, kind == GlassesKind.Round ? 1.15f : 1.35f);
        }
    }

    private static void PaintFrame(Portrait portrait, float x, float y, float half)
    {
        FaceGeometry face = portrait.Face;
        using SKPath frame = Portrait.Pen()
            .Move(-(x - half), y - 0.5f).Quad(0, y - 2.6f, x - half, y - 0.5f)
            .Move(-(x + half), y - 1.2f).Line(-face.HalfWidth - 0.3f, y - 2.0f)
            .Move(x + half, y - 1.2f).Line(face.HalfWidth + 0.3f, y - 2.0f)
            .Open();
        portrait.Easel.Stroke(frame, Frame, 1.2f);
    }

    private static SKPath Lens(GlassesKind kind, float x, float y, float half)
    {
        using var builder = new SKPathBuilder();
        switch (kind)
        {
            case GlassesKind.Round:
                builder.AddOval(new SKRect(x - half, y - half, x + half, y + half));
                break;
            case GlassesKind.Square:
                builder.AddRoundRect(new SKRect(x - half, y - 0.78f * half, x + half, y + 0.82f * half), 0.28f * half, 0.28f * half);
                break;
            default:
                builder.AddRoundRect(new SKRect(x - 1.08f * half, y - 0.82f * half, x + 1.08f * half, y + 0.88f * half), 0.5f * half, 0.6f * half);
                break;
        }

        return builder.Detach();
    }
}
