using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>One material in light, at its own colour and in shadow.</summary>
internal readonly record struct Ramp(SKColor Light, SKColor Base, SKColor Dark)
{
    /// <summary>For cloth and things: light from a warm lamp, shadow towards blue.</summary>
    public static Ramp Of(SKColor color) => new(color.Lighter(0.22f), color, color.Times(0.66f, 0.64f, 0.74f));

    public Ramp Faded(float opacity) => new(Light.Faded(opacity), Base.Faded(opacity), Dark.Faded(opacity));
}
