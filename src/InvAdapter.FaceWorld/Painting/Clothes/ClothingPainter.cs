using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>What is worn, from the collar down to where the picture ends.</summary>
internal static class ClothingPainter
{
    public static void Paint(Portrait portrait)
    {
        Ramp ramp = Ramp.Of(NamedColors.OfThing(portrait.Scene.Clothing.Color));
        var body = new Body(portrait);
        switch (portrait.Scene.Clothing.Kind)
        {
            case ClothingKind.TShirt:
                TShirt.Paint(body, ramp);
                break;
            case ClothingKind.Suit:
                Suit.Paint(body, ramp);
                break;
            case ClothingKind.Hoodie:
                Hoodie.Paint(body, ramp);
                break;
            case ClothingKind.Scarf:
                ScarfAndCoat.Paint(body, ramp);
                break;
            case ClothingKind.Striped:
                StripedSweater.Paint(body, ramp);
                break;
            case ClothingKind.Dress:
                Dress.Paint(body, ramp);
                break;
        }
    }

    /// <summary>What of the clothes is behind the neck.</summary>
    public static void PaintBack(Portrait portrait)
    {
        if (portrait.Scene.Clothing.Kind == ClothingKind.Hoodie)
            Hoodie.PaintHood(new Body(portrait), Ramp.Of(NamedColors.OfThing(portrait.Scene.Clothing.Color)));
    }
}
