using InvAdapter.Imaging;
using InvAdapter.Skia;

namespace InvAdapter.Cli;

/// <summary>The contact sheet of a run: the reference and what inversion keeps of it, then the results.</summary>
internal static class ResultSheet
{
    private const int MostCellPixels = 512;
    private const int LeastCellPixels = 192;
    private const int FewColumns = 4;

    // A sheet has at most 16384 pixels a side; cells share them with captions and gaps.
    private const int RoomPixels = 16000;
    private const int CellExtraPixels = 70;

    /// <summary>Draws the sheet.</summary>
    /// <param name="title">Stands above the results, such as the prompt.</param>
    /// <param name="inputs">The first row; may be empty.</param>
    /// <param name="results">The rows below.</param>
    public static PixelBuffer Render(string title, IReadOnlyList<(PixelBuffer Image, string Caption)> inputs, IReadOnlyList<(PixelBuffer Image, string Caption)> results)
    {
        int columns = Math.Max(FewColumns, (int)Math.Ceiling(Math.Sqrt(results.Count)));
        int rows = 1 + (results.Count + columns - 1) / columns;
        var sheet = new ContactSheet(Cell((results.Count > 0 ? results : inputs)[0].Image.Size, Math.Max(columns, rows)));
        if (inputs.Count > 0)
            sheet.AddRow("Reference", inputs);
        foreach ((PixelBuffer Image, string Caption)[] row in results.Chunk(columns))
        {
            sheet.AddRow(title, row);
            title = "";
        }

        return sheet.Render();
    }

    private static ImageSize Cell(ImageSize picture, int cellsAlong)
    {
        int room = RoomPixels / cellsAlong - CellExtraPixels;
        int longest = Math.Max(picture.Width, picture.Height);
        int side = Math.Min(Math.Clamp(longest, LeastCellPixels, MostCellPixels), room);
        double scale = (double)side / longest;
        return new ImageSize(Side(picture.Width), Side(picture.Height));

        int Side(int pixels) => Math.Max(1, (int)Math.Round(pixels * scale));
    }
}
