using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>Hats, with the shadow they throw on the face.</summary>
internal static class HatPainter
{
    /// <summary>What of a hat is behind the head: the far side of a wide brim.</summary>
    public static void PaintBack(Portrait portrait)
    {
        switch (portrait.Scene.Hat.Kind)
        {
            case HatKind.StrawHat:
                StrawHat.PaintBrim(portrait);
                break;
        }
    }

    public static void PaintFront(Portrait portrait)
    {
        Ramp ramp = Ramp.Of(NamedColors.OfThing(portrait.Scene.Hat.Color));
        if (portrait.HasHat)
            PaintShadow(portrait);
        switch (portrait.Scene.Hat.Kind)
        {
            case HatKind.Cap:
                Cap.Paint(portrait, ramp);
                break;
            case HatKind.Beanie:
                Beanie.Paint(portrait, ramp);
                break;
            case HatKind.TopHat:
                TopHat.Paint(portrait, ramp);
                break;
            case HatKind.StrawHat:
                StrawHat.Paint(portrait, ramp);
                break;
            case HatKind.Crown:
                Crown.Paint(portrait, ramp);
                break;
            case HatKind.Cowboy:
                CowboyHat.Paint(portrait, ramp);
                break;
        }
    }

    private static void PaintShadow(Portrait portrait)
    {
        using SKPath shadow = portrait.HeadPen().Move(0, -1.2f).Line(1.15f, -1.2f).Line(1.15f, -0.30f).Quad(0.6f, -0.38f, 0, -0.40f).MirrorBack().Closed();
        portrait.Easel.Clip(portrait.Head);
        portrait.Easel.Soft(shadow, portrait.Skin.Deep.Faded(0.7f), 1.6f);
        portrait.Easel.Unclip();
    }
}
