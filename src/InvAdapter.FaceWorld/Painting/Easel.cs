using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>A canvas and one brush, which know how the style wants things drawn.</summary>
internal sealed class Easel(SKCanvas canvas, StyleTraits traits) : IDisposable
{
    private readonly SKPaint _paint = new() { IsAntialias = true, StrokeCap = SKStrokeCap.Round, StrokeJoin = SKStrokeJoin.Round };

    public SKCanvas Canvas { get; } = canvas;

    public StyleTraits Traits { get; } = traits;

    /// <summary>Fills with one colour.</summary>
    public void Fill(SKPath path, SKColor color) => Canvas.DrawPath(path, Brush(color));

    /// <summary>A solid thing: lit from the upper left, outlined where the style has outlines.</summary>
    public void Form(SKPath path, Ramp ramp, bool outlined = true)
    {
        if (Traits.Shading == 0)
        {
            Fill(path, ramp.Base);
        }
        else
        {
            SKRect box = path.Bounds;
            var from = new SKPoint(box.Left + 0.25f * box.Width, box.Top);
            var to = new SKPoint(box.Left + 0.75f * box.Width, box.Bottom);
            using SKShader shader = SKShader.CreateLinearGradient(from, to, Colors(ramp), [0, 0.45f, 1], SKShaderTileMode.Clamp);
            Shade(path, shader);
        }

        if (outlined)
            Outline(path);
    }

    /// <summary>A round thing, lit at a point.</summary>
    public void Ball(SKPath path, Ramp ramp, float lightX, float lightY, float radius)
    {
        if (Traits.Shading == 0)
        {
            Fill(path, ramp.Base);
        }
        else
        {
            using SKShader shader = SKShader.CreateRadialGradient(new SKPoint(lightX, lightY), radius, Colors(ramp), [0, 0.5f, 1], SKShaderTileMode.Clamp);
            Shade(path, shader);
        }

        Outline(path);
    }

    /// <summary>Fills with a gradient between two heights, whatever the style.</summary>
    public void Fade(SKPath path, SKColor top, SKColor bottom, float from, float to)
    {
        using SKShader shader = SKShader.CreateLinearGradient(new SKPoint(0, from), new SKPoint(0, to), [top, bottom], SKShaderTileMode.Clamp);
        Shade(path, shader);
    }

    /// <summary>Draws a line.</summary>
    public void Stroke(SKPath path, SKColor color, float width)
    {
        SKPaint brush = Brush(color);
        brush.IsStroke = true;
        brush.StrokeWidth = width;
        Canvas.DrawPath(path, brush);
        brush.IsStroke = false;
    }

    /// <summary>The style's outline, if it has one.</summary>
    public void Outline(SKPath path)
    {
        if (Traits.Outline > 0)
            Stroke(path, Traits.Ink, Traits.Outline);
    }

    /// <summary>A shadow or light with a soft edge; left out where the style has none.</summary>
    public void Soft(SKPath path, SKColor color, float blur)
    {
        if (Traits.Shading == 0)
            return;
        using SKMaskFilter filter = SKMaskFilter.CreateBlur(SKBlurStyle.Normal, blur);
        SKPaint brush = Brush(Weakened(color));
        brush.MaskFilter = filter;
        Canvas.DrawPath(path, brush);
        brush.MaskFilter = null;
    }

    /// <summary>A shadow or light that fades from its middle; left out where the style has none.</summary>
    public void Glow(float x, float y, float radiusX, float radiusY, SKColor color)
    {
        if (Traits.Shading > 0)
            Halo(x, y, radiusX, radiusY, Weakened(color));
    }

    /// <summary>The same in every style, for things that are soft by nature.</summary>
    public void Halo(float x, float y, float radiusX, float radiusY, SKColor color)
    {
        SKMatrix matrix = SKMatrix.CreateScale(radiusX, radiusY).PostConcat(SKMatrix.CreateTranslation(x, y));
        using SKShader shader = SKShader.CreateRadialGradient(
            new SKPoint(0, 0), 1, [color, color.Faded(color.Alpha / 255f * 0.55f), color.WithAlpha(0)], [0, 0.5f, 1], SKShaderTileMode.Clamp, matrix);
        SKPaint brush = Brush(SKColors.Black);
        brush.Shader = shader;
        Canvas.DrawOval(x, y, radiusX, radiusY, brush);
        brush.Shader = null;
    }

    public void Oval(float x, float y, float radiusX, float radiusY, SKColor color) => Canvas.DrawOval(x, y, radiusX, radiusY, Brush(color));

    /// <summary>Keeps what follows inside a path until <see cref="Unclip"/>.</summary>
    public void Clip(SKPath path)
    {
        Canvas.Save();
        Canvas.ClipPath(path, SKClipOperation.Intersect, true);
    }

    public void Unclip() => Canvas.Restore();

    public void Dispose() => _paint.Dispose();

    private SKColor Weakened(SKColor color) => color.Faded(color.Alpha / 255f * Traits.Shading);

    /// <summary>Weak shading pulls light and dark to the base.</summary>
    private SKColor[] Colors(Ramp ramp) => Traits.Shading >= 1
        ? [ramp.Light, ramp.Base, ramp.Dark]
        : [Tint.Mix(ramp.Base, ramp.Light, Traits.Shading), ramp.Base, Tint.Mix(ramp.Base, ramp.Dark, Traits.Shading)];

    private void Shade(SKPath path, SKShader shader)
    {
        SKPaint brush = Brush(SKColors.Black);
        brush.Shader = shader;
        Canvas.DrawPath(path, brush);
        brush.Shader = null;
    }

    private SKPaint Brush(SKColor color)
    {
        _paint.Color = color;
        return _paint;
    }
}
