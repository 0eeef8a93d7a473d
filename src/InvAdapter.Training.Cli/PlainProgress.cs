using System.Diagnostics;
using System.Globalization;
using InvAdapter.Training.Recognition;
using InvAdapter.Training.Runs;

namespace InvAdapter.Training.Cli;

/// <summary>A line about a run now and then: the first steps', one every ten seconds, and the last step's.</summary>
internal sealed class PlainProgress(TextWriter output) : IProgress<TrainingProgress>, IProgress<ImagesPrepared>
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10);

    private long _written = Stopwatch.GetTimestamp();

    public void Report(TrainingProgress value)
    {
        if (value.Step == value.Steps || IsTime())
            output.WriteLine(Format(value));
    }

    public void Report(ImagesPrepared value)
    {
        if (value.Done == value.Count || IsTime())
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"image {value.Done} of {value.Count}"));
    }

    public static string Format(TrainingProgress value)
    {
        var left = TimeSpan.FromSeconds(Math.Round(value.TimeLeft.TotalSeconds));
        return string.Create(CultureInfo.InvariantCulture, $"step {value.Step} of {value.Steps}, loss {value.Loss:0.0000}, {value.SamplesPerSecond:0.0} samples/s, {(int)left.TotalHours}:{left:mm\\:ss} left");
    }

    private bool IsTime()
    {
        if (Stopwatch.GetElapsedTime(_written) < s_interval)
            return false;
        _written = Stopwatch.GetTimestamp();
        return true;
    }
}
