using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>The colours of one person's skin and lips.</summary>
internal sealed record SkinPalette(Ramp Skin, SKColor Deep, SKColor Blush, SKColor Lip, SKColor Line)
{
    private static readonly SKColor[] Tones =
    [
        Tint.Hex(0xFBDFCC), Tint.Hex(0xF6CBAA), Tint.Hex(0xEBB78D), Tint.Hex(0xDB9E6E), Tint.Hex(0xC08053), Tint.Hex(0x9C623F), Tint.Hex(0x7A4930), Tint.Hex(0x5B3626),
    ];

    private static readonly SKColor Rosy = Tint.Hex(0xF0A08C);
    private static readonly SKColor Golden = Tint.Hex(0xE0A850);
    private static readonly SKColor Red = Tint.Hex(0xC8323E);

    public static SkinPalette Of(SkinLook look, MouthLook mouth)
    {
        SKColor natural = Tint.Along(Tones, look.Tone);
        SKColor cast = Tint.Mix(Tint.Mix(natural, Tint.Hex(0x000000), look.Tone * 0.35f), look.Warmth < 0 ? Rosy : Golden, 0.5f);
        SKColor tone = Tint.Mix(natural, cast, 0.2f * Math.Abs(look.Warmth));

        // Light scatters red in skin: shadows are warm, never gray.
        SKColor dark = tone.Times(0.80f, 0.66f, 0.62f);
        SKColor light = Tint.Mix(tone, Tint.Hex(0xFFF3E2), 0.36f - 0.14f * look.Tone);
        SKColor lip = Tint.Mix(tone.Times(0.86f, 0.62f, 0.60f), Tint.Mix(Red, tone, 0.35f), mouth.Redness);
        return new SkinPalette(
            new Ramp(light, tone, dark),
            tone.Times(0.60f, 0.43f, 0.40f),
            Tint.Mix(tone, Tint.Hex(0xE8455A), 0.55f),
            lip,
            tone.Times(0.46f, 0.30f, 0.28f));
    }
}
