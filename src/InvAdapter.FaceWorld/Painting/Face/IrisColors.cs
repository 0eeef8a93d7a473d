using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>The colours of irises.</summary>
internal static class IrisColors
{
    public static SKColor Of(EyeColor color) => Tint.Hex(color switch
    {
        EyeColor.DarkBrown => 0x402318,
        EyeColor.Brown => 0x784120,
        EyeColor.Hazel => 0x8A7334,
        EyeColor.Amber => 0xC07E1E,
        EyeColor.Green => 0x4A9048,
        EyeColor.Blue => 0x2C6FC0,
        EyeColor.LightBlue => 0x74B8E6,
        _ => 0x8494A0,
    });
}
