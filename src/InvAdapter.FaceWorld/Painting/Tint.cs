using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>Arithmetic on colours.</summary>
internal static class Tint
{
    public static SKColor Hex(uint rgb) => new(0xFF000000 | rgb);

    public static SKColor Mix(SKColor from, SKColor to, float share)
    {
        byte Channel(byte a, byte b) => (byte)(a + (b - a) * share + 0.5f);
        return new SKColor(Channel(from.Red, to.Red), Channel(from.Green, to.Green), Channel(from.Blue, to.Blue), Channel(from.Alpha, to.Alpha));
    }

    public static SKColor Lighter(this SKColor color, float share) => Mix(color, SKColors.White.WithAlpha(color.Alpha), share);

    public static SKColor Darker(this SKColor color, float share) => Mix(color, SKColors.Black.WithAlpha(color.Alpha), share);

    public static SKColor Faded(this SKColor color, float opacity) => color.WithAlpha((byte)(Math.Clamp(opacity, 0, 1) * byte.MaxValue + 0.5f));

    public static SKColor Times(this SKColor color, float red, float green, float blue) => new(
        (byte)Math.Min(color.Red * red, byte.MaxValue), (byte)Math.Min(color.Green * green, byte.MaxValue), (byte)Math.Min(color.Blue * blue, byte.MaxValue), color.Alpha);

    /// <summary>The colour at a place from 0 to 1 along evenly spaced ones.</summary>
    public static SKColor Along(ReadOnlySpan<SKColor> stops, float place)
    {
        float position = Math.Clamp(place, 0, 1) * (stops.Length - 1);
        int index = Math.Min((int)position, stops.Length - 2);
        return Mix(stops[index], stops[index + 1], position - index);
    }

    public static float Luminance(this SKColor color) => (0.299f * color.Red + 0.587f * color.Green + 0.114f * color.Blue) / byte.MaxValue;
}
