using System.Globalization;
using InvAdapter.Training.Data;
using ScottPlot;
using ScottPlot.Plottables;

namespace InvAdapter.Training.Cli;

/// <summary>A run's loss as a picture: every step pale, and what it averages to.</summary>
internal static class LossCurve
{
    private const int Width = 900;
    private const int Height = 450;
    private const int Points = 1500;
    private const string FontName = "DejaVu Sans";

    // The native Skia that runs anywhere finds no fonts by itself; these come with most Linux systems.
    private const string FontFile = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";
    private const string BoldFontFile = "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf";

    /// <summary>Draws a folder's <c>loss.csv</c> as <c>loss.png</c>; nothing where there is no step yet.</summary>
    public static void Write(string folder, string title)
    {
        IReadOnlyList<LossLogEntry> entries = LossLog.Read(Path.Combine(folder, "loss.csv"));
        if (entries.Count == 0)
            return;
        byte[] png = Draw(entries, title).GetImageBytes(Width, Height, ImageFormat.Png);
        File.WriteAllBytes(Path.Combine(folder, "loss.png"), png);
    }

    private static Plot Draw(IReadOnlyList<LossLogEntry> entries, string title)
    {
        int stride = Math.Max(1, entries.Count / Points);
        LossLogEntry[] shown = [.. entries.Where((_, i) => i % stride == 0)];
        var plot = new Plot();
        Scatter every = plot.Add.ScatterLine(Steps(shown), [.. shown.Select(entry => Math.Log10(entry.Loss))], Colors.SteelBlue.WithAlpha(0.25));
        every.LegendText = "a step";
        double[] means = Means(entries);
        Scatter mean = plot.Add.ScatterLine(Steps(shown), [.. means.Where((_, i) => i % stride == 0).Select(Math.Log10)], Colors.DarkBlue);
        mean.LineWidth = 2;
        mean.LegendText = "moving average";
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { LabelFormatter = value => Math.Pow(10, value).ToString("G3", CultureInfo.InvariantCulture) };
        plot.Title(title);
        plot.XLabel("step");
        plot.YLabel("loss, logarithmic");
        plot.ShowLegend(Alignment.UpperRight);
        if (File.Exists(FontFile) && File.Exists(BoldFontFile))
        {
            // Titles are bold, which is a font of its own.
            Fonts.AddFontFile(FontName, FontFile);
            Fonts.AddFontFile(FontName, BoldFontFile, bold: true);
            plot.Font.Set(FontName);
        }

        return plot;
    }

    private static double[] Steps(IEnumerable<LossLogEntry> entries) => [.. entries.Select(entry => (double)entry.Step)];

    /// <summary>The mean that follows about the last fiftieth of the run, unbiased at its start.</summary>
    private static double[] Means(IReadOnlyList<LossLogEntry> entries)
    {
        double keep = 1 - 1.0 / Math.Max(10, entries.Count / 50);
        (double sum, double weight) = (0, 0);
        return [.. entries.Select(entry =>
        {
            sum = keep * sum + (1 - keep) * entry.Loss;
            weight = keep * weight + (1 - keep);
            return sum / weight;
        })];
    }
}
