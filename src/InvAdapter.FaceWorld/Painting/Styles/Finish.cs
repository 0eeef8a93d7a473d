namespace InvAdapter.FaceWorld.Painting;

/// <summary>What a drawing style does to the finished pixels: red, green, blue, alpha, a square of them.</summary>
internal abstract class Finish
{
    /// <summary>Works on the pixels in place.</summary>
    /// <param name="pixels">[side, side, 4] bytes.</param>
    /// <param name="side">Pixels across and down.</param>
    public abstract void Apply(Span<byte> pixels, int side);

    /// <summary>The finish of a style, or null where it has none.</summary>
    public static Finish? For(DrawingStyle style, int side) => style switch
    {
        DrawingStyle.Pencil => new PencilFinish(new PaperTexture(side)),
        DrawingStyle.Night => new NightFinish(),
        DrawingStyle.PopArt => new PopArtFinish(),
        DrawingStyle.Watercolor => new WatercolorFinish(new PaperTexture(side)),
        _ => null,
    };

    /// <summary>0 inside an area of one colour, 1 where two meet. The pixel must not be at the picture's rim.</summary>
    protected static float Edge(ReadOnlySpan<byte> pixels, int at, int side)
    {
        float right = Luminance(pixels.Slice(at + 4, 3)) - Luminance(pixels.Slice(at - 4, 3));
        float down = Luminance(pixels.Slice(at + 4 * side, 3)) - Luminance(pixels.Slice(at - 4 * side, 3));
        return Math.Min(1, 3 * (Math.Abs(right) + Math.Abs(down)));
    }

    protected static byte Byte(float value) => (byte)(Math.Clamp(value, 0, 1) * byte.MaxValue + 0.5f);

    protected static float Luminance(ReadOnlySpan<byte> pixel) => (0.299f * pixel[0] + 0.587f * pixel[1] + 0.114f * pixel[2]) / byte.MaxValue;
}
