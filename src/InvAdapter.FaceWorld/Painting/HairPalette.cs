using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>The colours of one person's hair, brows and beard.</summary>
internal sealed record HairPalette(Ramp Hair, SKColor Sheen, SKColor Natural)
{
    private static readonly SKColor[] Melanin =
    [
        Tint.Hex(0xF2DDA4), Tint.Hex(0xE0B667), Tint.Hex(0xB98243), Tint.Hex(0x8A5730), Tint.Hex(0x5C3822), Tint.Hex(0x3B251B), Tint.Hex(0x221A1C),
    ];

    private static readonly SKColor Ginger = Tint.Hex(0xC4521C);
    private static readonly SKColor Silver = Tint.Hex(0xD3D4D8);

    public static HairPalette Of(HairLook look)
    {
        SKColor pigment = Tint.Along(Melanin, look.Melanin);
        SKColor natural = Tint.Mix(Tint.Mix(pigment, Ginger, 0.75f * look.Redness * (1 - 0.8f * look.Melanin)), Silver, 0.92f * look.Gray);
        SKColor hair = look.Dye switch
        {
            HairDye.Red => Tint.Hex(0xC81E2E),
            HairDye.Pink => Tint.Hex(0xF07CA8),
            HairDye.Purple => Tint.Hex(0x7B45B4),
            HairDye.Blue => Tint.Hex(0x2E62C9),
            HairDye.Turquoise => Tint.Hex(0x27B3AE),
            HairDye.Green => Tint.Hex(0x4FA848),
            _ => natural,
        };
        var ramp = new Ramp(hair.Lighter(0.20f), hair, hair.Times(0.60f, 0.54f, 0.56f));
        return new HairPalette(ramp, Tint.Mix(hair, Tint.Hex(0xFFF4DC), 0.42f), natural);
    }

    /// <summary>Brow or beard: the natural colour, lighter or darker, and never so light that it vanishes on the skin.</summary>
    public SKColor OnSkin(float darkness, SKColor skin)
    {
        SKColor color = darkness < 0 ? Natural.Lighter(-0.10f * darkness) : Natural.Darker(0.35f * darkness);
        float contrast = Math.Abs(color.Luminance() - skin.Luminance());
        return contrast > 0.16f ? color : color.Luminance() > 0.5f && skin.Luminance() < 0.5f ? color.Lighter(0.3f) : color.Times(0.68f, 0.62f, 0.58f);
    }
}
