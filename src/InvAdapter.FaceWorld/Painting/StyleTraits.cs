using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>What a drawing style asks of the brush.</summary>
/// <param name="Shading">Strength of light and shadow, 0 for none.</param>
/// <param name="Outline">Width of outlines in hundredths of the picture, 0 for none.</param>
/// <param name="Ink">Colour of outlines.</param>
/// <param name="Veil">How much of the background is left to the paper, 0 to 1.</param>
internal readonly record struct StyleTraits(float Shading, float Outline, SKColor Ink, float Veil = 0)
{
    public static StyleTraits For(DrawingStyle style) => style switch
    {
        DrawingStyle.Flat => new(0, 0, default),
        DrawingStyle.Pencil => new(0.75f, 0.75f, Tint.Hex(0x101014), 0.62f),
        DrawingStyle.PopArt => new(0, 1.0f, Tint.Hex(0x14121C)),
        DrawingStyle.Watercolor => new(0.7f, 0, default),
        _ => new(1, 0, default),
    };
}
