using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>Draws a person from the back to the front. The head leans about the neck; the body stays.</summary>
internal static class PersonPainter
{
    public static void Paint(Portrait portrait)
    {
        Leaning(portrait, static p =>
        {
            HatPainter.PaintBack(p);
            HairPainter.PaintBack(p);
        });
        ClothingPainter.PaintBack(portrait);
        NeckPainter.Paint(portrait);
        ClothingPainter.Paint(portrait);
        Leaning(portrait, PaintHead);
    }

    private static void PaintHead(Portrait portrait)
    {
        HairPainter.PaintHanging(portrait);
        EarPainter.Paint(portrait);
        HeadPainter.Paint(portrait);
        MarkPainter.Paint(portrait);
        BeardPainter.PaintBeard(portrait);
        MouthPainter.Paint(portrait);
        NosePainter.Paint(portrait);
        BeardPainter.PaintMoustache(portrait);
        EyePainter.Paint(portrait);
        BrowPainter.Paint(portrait);
        HairPainter.PaintFront(portrait);
        GlassesPainter.Paint(portrait);
        HatPainter.PaintFront(portrait);
    }

    private static void Leaning(Portrait portrait, Action<Portrait> paint)
    {
        SKCanvas canvas = portrait.Easel.Canvas;
        canvas.Save();
        canvas.RotateDegrees(portrait.Scene.TiltDegrees, 0, portrait.Face.HalfHeight + 2);
        paint(portrait);
        canvas.Restore();
    }
}
