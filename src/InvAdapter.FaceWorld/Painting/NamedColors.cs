using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>How named colours look on things and on walls. Walls are paler, so that people stand out from them.</summary>
internal static class NamedColors
{
    public static SKColor OfThing(NamedColor color) => Tint.Hex(color switch
    {
        NamedColor.Red => 0xD2333B,
        NamedColor.Orange => 0xF0822A,
        NamedColor.Yellow => 0xF6C832,
        NamedColor.Green => 0x3A9A54,
        NamedColor.Blue => 0x2F69C8,
        NamedColor.Purple => 0x7C4BB0,
        NamedColor.Pink => 0xF07FB0,
        NamedColor.White => 0xF4F2EE,
        NamedColor.Gray => 0x8C9098,
        _ => 0x2B2B33,
    });

    public static SKColor OfWall(NamedColor color) => Tint.Hex(color switch
    {
        NamedColor.Red => 0xE0575A,
        NamedColor.Orange => 0xF6A55C,
        NamedColor.Yellow => 0xF8DC7C,
        NamedColor.Green => 0x7CC48A,
        NamedColor.Blue => 0x6FAEE8,
        NamedColor.Purple => 0xA688D6,
        NamedColor.Pink => 0xF7B3CC,
        NamedColor.White => 0xF2F0EC,
        NamedColor.Gray => 0xA4A9B2,
        _ => 0x34343E,
    });
}
