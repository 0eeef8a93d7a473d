using System.Globalization;

namespace InvAdapter.Training.Data;

/// <summary>A run's curve as a text file, a line a step: <c>step,loss,learning_rate,gradient_norm</c>.</summary>
/// <remarks>A resumed run drops the lines that it is about to write again, so that the file is the one of a run left alone.</remarks>
public sealed class LossLog : IDisposable
{
    private const string Header = "step,loss,learning_rate,gradient_norm";

    private readonly StreamWriter _writer;

    private LossLog(StreamWriter writer) => _writer = writer;

    /// <summary>Opens a file to go on from a step, or begins it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="firstStep">The first step that will be written; later lines and a half-written last one are dropped.</param>
    /// <exception cref="InvalidFileException">The file is there and is no loss log.</exception>
    public static LossLog Open(string path, long firstStep)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentOutOfRangeException.ThrowIfNegative(firstStep);
        string[] kept = [.. Read(path).TakeWhile(entry => entry.Step < firstStep).Select(Format)];
        string text = string.Concat(kept.Prepend(Header).Select(line => line + '\n'));
        InvAdapter.Weights.AtomicFile.Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));
        return new LossLog(new StreamWriter(path, append: true) { AutoFlush = true, NewLine = "\n" });
    }

    /// <summary>Reads a curve; nothing where there is no such file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidFileException">The file is no loss log.</exception>
    public static IReadOnlyList<LossLogEntry> Read(string path)
    {
        if (!File.Exists(path))
            return [];
        string[] lines = File.ReadAllText(path).Split('\n');
        if (lines[0] != Header)
            throw new InvalidFileException(path, "the first line", Header, lines[0].Length <= 80 ? lines[0] : $"{lines[0][..77]}...");

        // What follows the last line feed was cut off by the end of its run.
        return [.. lines[1..^1].Select((line, index) => Parse(line)
            ?? throw new InvalidFileException(path, $"line {index + 2}", "four numbers", line.Length <= 80 ? line : $"{line[..77]}..."))];
    }

    /// <summary>Writes one step's line.</summary>
    public void Write(LossLogEntry entry) => _writer.WriteLine(Format(entry));

    /// <summary>Closes the file.</summary>
    public void Dispose() => _writer.Dispose();

    private static string Format(LossLogEntry entry) =>
        string.Create(CultureInfo.InvariantCulture, $"{entry.Step},{entry.Loss:R},{entry.LearningRate:R},{entry.GradientNorm:R}");

    private static LossLogEntry? Parse(string line)
    {
        string[] parts = line.Split(',');
        return parts.Length == 4
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long step)
            && double.TryParse(parts[1], CultureInfo.InvariantCulture, out double loss)
            && double.TryParse(parts[2], CultureInfo.InvariantCulture, out double rate)
            && double.TryParse(parts[3], CultureInfo.InvariantCulture, out double norm)
            ? new LossLogEntry(step, loss, rate, norm)
            : null;
    }
}
