using InvAdapter.FaceWorld.Painting;
using InvAdapter.Imaging;
using SkiaSharp;

namespace InvAdapter.FaceWorld;

/// <summary>Draws people in scenes. Keeps its canvas from one picture to the next; one painter serves one thread at a time.</summary>
/// <remarks>
/// Small pictures are drawn at twice their size and averaged. The same machine draws the same bytes for the same person and scene;
/// other machines may differ in the last bit, as Skia uses what vector instructions there are.
/// </remarks>
public sealed class FacePainter : IDisposable
{
    /// <summary>Least pixels a side.</summary>
    public const int MinSide = 64;

    /// <summary>Most pixels a side.</summary>
    public const int MaxSide = 512;

    private const float Unit = 100;
    private const int SupersampledBelow = 192;
    private const float PersonScale = 1.03f;
    private const float HeadCenterY = 47.5f;

    private readonly int _factor;
    private readonly SKBitmap _bitmap;
    private readonly SKCanvas _canvas;
    private readonly byte[] _rgb;
    private readonly Finish?[] _finishes = new Finish?[Enum.GetValues<DrawingStyle>().Length];

    /// <summary>Makes a painter of square pictures.</summary>
    /// <param name="side">Pixels across and down, 64 to 512.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="side"/> is out of range.</exception>
    public FacePainter(int side)
    {
        if (side is < MinSide or > MaxSide)
            throw new ArgumentOutOfRangeException(nameof(side), side, $"Use {MinSide} to {MaxSide} pixels.");
        Side = side;
        _factor = side < SupersampledBelow ? 2 : 1;
        int drawn = side * _factor;
        _bitmap = new SKBitmap(new SKImageInfo(drawn, drawn, SKColorType.Rgba8888, SKAlphaType.Opaque));
        _canvas = new SKCanvas(_bitmap);
        _rgb = new byte[side * side * 3];
        foreach (DrawingStyle style in Enum.GetValues<DrawingStyle>())
            _finishes[(int)style] = Finish.For(style, drawn);
    }

    /// <summary>Pixels across and down.</summary>
    public int Side { get; }

    /// <summary>Draws one picture.</summary>
    /// <param name="identity">Who.</param>
    /// <param name="scene">Doing what, where, wearing what, drawn how.</param>
    /// <returns>The picture.</returns>
    public PixelBuffer Paint(FaceIdentity identity, FaceScene scene)
    {
        ArgumentNullException.ThrowIfNull(identity);
        ArgumentNullException.ThrowIfNull(scene);
        Draw(identity, scene);
        Span<byte> pixels = _bitmap.GetPixelSpan();
        _finishes[(int)scene.Style]?.Apply(pixels, Side * _factor);
        Downsampling.Average(pixels, Side, _factor, _rgb);
        return PixelBuffer.FromRgb(_rgb, Side, Side);
    }

    /// <summary>Draws one picture, for the occasional one. Many are faster with one painter.</summary>
    /// <param name="identity">Who.</param>
    /// <param name="scene">Doing what, where, wearing what, drawn how.</param>
    /// <param name="side">Pixels across and down, 64 to 512.</param>
    /// <returns>The picture.</returns>
    public static PixelBuffer Paint(FaceIdentity identity, FaceScene scene, int side)
    {
        using var painter = new FacePainter(side);
        return painter.Paint(identity, scene);
    }

    /// <summary>Frees the canvas.</summary>
    public void Dispose()
    {
        _canvas.Dispose();
        _bitmap.Dispose();
    }

    private void Draw(FaceIdentity identity, FaceScene scene)
    {
        using var easel = new Easel(_canvas, StyleTraits.For(scene.Style));
        using var portrait = new Portrait(identity, scene, easel);
        _canvas.Save();
        _canvas.Scale(Side * _factor / Unit);
        BackgroundPainter.Paint(easel, scene.Background);
        BackgroundPainter.Veil(easel);
        _canvas.Translate(Unit / 2 + scene.OffsetX, HeadCenterY + scene.OffsetY);
        _canvas.Scale(PersonScale * scene.Scale);
        PersonPainter.Paint(portrait);
        _canvas.Restore();
    }
}
