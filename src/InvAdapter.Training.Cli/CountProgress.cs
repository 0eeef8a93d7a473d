using System.Diagnostics;
using System.Globalization;

namespace InvAdapter.Training.Cli;

/// <summary>A line about counted work every ten seconds.</summary>
internal sealed class CountProgress(TextWriter output, string what, int count) : IProgress<int>
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private int _first = -1;
    private long _written = Stopwatch.GetTimestamp();

    public void Report(int value)
    {
        _first = _first < 0 ? value : _first;
        if (Stopwatch.GetElapsedTime(_written) < TimeSpan.FromSeconds(10))
            return;
        _written = Stopwatch.GetTimestamp();
        double rate = (value - _first) / Stopwatch.GetElapsedTime(_start).TotalSeconds;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what} {value} of {count}, {rate:0.0} a second"));
    }
}
