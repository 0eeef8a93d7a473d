using System.Diagnostics;

namespace InvAdapter.Benchmarks.Reports;

/// <summary>Several ways to do one thing, measured in turn (A B A B), so that what else the machine does hits all of them alike.</summary>
/// <param name="title">What is compared.</param>
internal sealed class Comparison(string title)
{
    private readonly List<(string Name, Func<string> Run)> _variants = [];

    /// <summary>Adds a way. The first is what the others are compared with.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="run">Does it once, and says what came of it beside the time.</param>
    public Comparison Add(string name, Func<string> run)
    {
        _variants.Add((name, run));
        return this;
    }

    public Comparison Add(string name, Action run) => Add(name, () =>
    {
        run();
        return "";
    });

    /// <summary>Runs every way once to warm up, then all of them in turn, several times.</summary>
    public ComparisonResult Measure(int rounds, CancellationToken cancellation)
    {
        string[] notes = [.. _variants.Select(variant => variant.Run())];
        List<double>[] times = [.. _variants.Select(_ => new List<double>())];
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < _variants.Count; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                long start = Stopwatch.GetTimestamp();
                _variants[i].Run();
                times[i].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        double first = Median.Of(times[0]);
        return new ComparisonResult(title, [.. _variants.Select((variant, i) => new VariantResult(
            variant.Name, Median.Of(times[i]), times[i].Min(), times[i].Max(), Median.Of(times[i]) / first, notes[i]))]);
    }
}
