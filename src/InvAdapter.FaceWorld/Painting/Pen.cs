using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>
/// Draws a path in coordinates of its own: with half the head's width and height as units, (0, -1) is the top of the skull,
/// (0, 1) the chin, (±1, 0) the temples, so that one drawing fits every head.
/// </summary>
internal sealed class Pen(float scaleX, float scaleY, bool mirrored = false)
{
    private readonly float _scaleX = mirrored ? -scaleX : scaleX;
    private readonly List<(int Count, SKPoint A, SKPoint B, SKPoint End)> _lines = [];

    public Pen Move(float x, float y) => Add(0, default, default, At(x, y));

    public Pen Line(float x, float y) => Add(1, default, default, At(x, y));

    public Pen Quad(float cx, float cy, float x, float y) => Add(2, At(cx, cy), default, At(x, y));

    public Pen Curve(float ax, float ay, float bx, float by, float x, float y) => Add(3, At(ax, ay), At(bx, by), At(x, y));

    /// <summary>Draws on through points without a corner at any of them (Catmull-Rom).</summary>
    public Pen Through(params ReadOnlySpan<(float X, float Y)> points)
    {
        for (int i = 0; i < points.Length; i++)
        {
            SKPoint before = i switch
            {
                // A curve is continued in the direction that it arrived in.
                0 => _lines[^1].Count == 3 ? _lines[^1].B : _lines[^1].End,
                1 => _lines[^2].End,
                _ => At(points[i - 2].X, points[i - 2].Y),
            };
            SKPoint from = _lines[^1].End;
            SKPoint to = At(points[i].X, points[i].Y);
            SKPoint after = i + 1 < points.Length ? At(points[i + 1].X, points[i + 1].Y) : to;
            Add(3, Along(from, before, to, 1), Along(to, from, after, -1), to);
        }

        return this;
    }

    /// <summary>Returns to the start by the mirror image of everything drawn so far.</summary>
    public Pen MirrorBack()
    {
        int last = _lines.Count - 1;
        if (_lines[last].End.X != 0)
            _lines.Add((1, default, default, Flip(_lines[last].End)));
        for (int i = last; i > 0; i--)
        {
            (int count, SKPoint a, SKPoint b, _) = _lines[i];
            SKPoint end = Flip(_lines[i - 1].End);
            _lines.Add(count == 3 ? (3, Flip(b), Flip(a), end) : (count, Flip(a), default, end));
        }

        return this;
    }

    public SKPath Open() => Build(false);

    public SKPath Closed() => Build(true);

    private static SKPoint Along(SKPoint at, SKPoint before, SKPoint after, int sign) =>
        new(at.X + sign * (after.X - before.X) / 6, at.Y + sign * (after.Y - before.Y) / 6);

    private static SKPoint Flip(SKPoint point) => new(-point.X, point.Y);

    private SKPoint At(float x, float y) => new(x * _scaleX, y * scaleY);

    private Pen Add(int count, SKPoint a, SKPoint b, SKPoint end)
    {
        _lines.Add((count, a, b, end));
        return this;
    }

    private SKPath Build(bool close)
    {
        using var builder = new SKPathBuilder();
        foreach ((int count, SKPoint a, SKPoint b, SKPoint end) in _lines)
        {
            switch (count)
            {
                case 0: builder.MoveTo(end); break;
                case 1: builder.LineTo(end); break;
                case 2: builder.QuadTo(a, end); break;
                default: builder.CubicTo(a, b, end); break;
            }
        }

        if (close)
            builder.Close();
        _lines.Clear();
        return builder.Detach();
    }
}
