using InvAdapter.Imaging;
using SkiaSharp;

namespace InvAdapter.Skia;

/// <summary>Lays out rows of captioned pictures on one: references, reconstructions and results side by side.</summary>
/// <remarks>Captions are drawn with a built-in font, so that no font need be installed. It has printable ASCII; other characters are boxes.</remarks>
public sealed class ContactSheet
{
    private const int Margin = 24;
    private const int Gap = 12;
    private const float TitleHeight = 12;
    private const float CaptionHeight = 9;
    private const int TitleBand = 28;
    private const int CaptionBand = 26;

    private static readonly SKColor Background = new(0xF6, 0xF6, 0xF4);
    private static readonly SKColor TitleColor = new(0x20, 0x20, 0x22);
    private static readonly SKColor CaptionColor = new(0x55, 0x55, 0x58);

    private readonly List<Row> _rows = [];

    /// <summary>Starts an empty sheet.</summary>
    /// <param name="cell">Room for one picture in pixels. Pictures are scaled, in their own proportions, until they touch it.</param>
    public ContactSheet(ImageSize cell)
    {
        // A struct's default skips its checks.
        Cell = new ImageSize(cell.Width, cell.Height);
    }

    /// <summary>Room for one picture in pixels.</summary>
    public ImageSize Cell { get; }

    /// <summary>Adds a row below those that are there.</summary>
    /// <param name="title">Stands above the row; may be empty. Cut with dots where it is wider than the sheet.</param>
    /// <param name="pictures">The pictures from left to right, at least one, each with the caption below it; captions wider than a cell are cut with dots.</param>
    /// <returns>This sheet.</returns>
    /// <exception cref="ArgumentException">There is no picture.</exception>
    public ContactSheet AddRow(string title, params IEnumerable<(PixelBuffer Image, string Caption)> pictures)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(pictures);
        (PixelBuffer Image, string Caption)[] all = [.. pictures];
        if (all.Length == 0)
            throw new ArgumentException($"The row '{title}' has no picture.", nameof(pictures));
        foreach ((PixelBuffer image, string caption) in all)
        {
            ArgumentNullException.ThrowIfNull(image, nameof(pictures));
            ArgumentNullException.ThrowIfNull(caption, nameof(pictures));
        }

        _rows.Add(new Row(title, all));
        return this;
    }

    /// <summary>Draws the sheet as it is now.</summary>
    /// <returns>The picture.</returns>
    /// <exception cref="InvalidOperationException">The sheet has no row, or would be wider or higher than 16384 pixels.</exception>
    public PixelBuffer Render()
    {
        if (_rows.Count == 0)
            throw new InvalidOperationException("The sheet has no row.");
        long width = 2L * Margin + _rows.Max(r => (long)r.Pictures.Length) * (Cell.Width + Gap) - Gap;
        long height = 2L * Margin + _rows.Sum(r => (long)r.Height(Cell.Height)) - Gap;
        if (Math.Max(width, height) > ImageSize.MaxSide)
            throw new InvalidOperationException($"The sheet would have {width}×{height} pixels; use smaller cells or fewer pictures, for at most {ImageSize.MaxSide} a side.");

        using var bitmap = new SKBitmap(SkiaPixels.Info((int)width, (int)height));
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(Background);
            int top = Margin;
            foreach (Row row in _rows)
            {
                DrawRow(canvas, row, top, (int)width - 2 * Margin);
                top += row.Height(Cell.Height);
            }
        }

        return SkiaPixels.ToPixelBuffer(bitmap);
    }

    private void DrawRow(SKCanvas canvas, Row row, int top, int width)
    {
        StrokeFont.Draw(canvas, StrokeFont.Shorten(row.Title, TitleHeight, width), Margin, top, TitleHeight, TitleColor);
        int pictureTop = top + row.TitleBand;
        int left = Margin;
        foreach ((PixelBuffer image, string caption) in row.Pictures)
        {
            PixelBuffer scaled = ImageResampler.FitWithin(image, Cell);
            using (SKImage picture = SkiaPixels.ToImage(scaled))
            {
                // Whole pixels at whole places: nothing is sampled between them.
                canvas.DrawImage(
                    picture, left + (Cell.Width - scaled.Width) / 2, pictureTop + (Cell.Height - scaled.Height) / 2, SKSamplingOptions.Default);
            }

            string text = StrokeFont.Shorten(caption, CaptionHeight, Cell.Width);
            float textLeft = left + (Cell.Width - StrokeFont.Measure(text, CaptionHeight)) / 2;
            StrokeFont.Draw(canvas, text, textLeft, pictureTop + Cell.Height + Gap / 2, CaptionHeight, CaptionColor);
            left += Cell.Width + Gap;
        }
    }

    private sealed record Row(string Title, (PixelBuffer Image, string Caption)[] Pictures)
    {
        public int TitleBand => Title.Length == 0 ? 0 : ContactSheet.TitleBand;

        public int Height(int cell) => TitleBand + cell + (Pictures.Any(p => p.Caption.Length > 0) ? CaptionBand : 0) + Gap;
    }
}
