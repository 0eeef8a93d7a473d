using System.Diagnostics;

namespace InvAdapter.Training.Runs;

/// <summary>Measures speed and recent loss.</summary>
internal sealed class TrainingPace(long firstStep, TrainingOptions options)
{
    private const double Decay = 0.98;

    private readonly long _start = Stopwatch.GetTimestamp();
    private double _losses;
    private double _weight;

    /// <summary>Takes one more step in.</summary>
    /// <param name="step">Steps done.</param>
    /// <param name="loss">The last one's loss.</param>
    public TrainingProgress After(long step, double loss)
    {
        _losses = Decay * _losses + (1 - Decay) * loss;
        _weight = Decay * _weight + (1 - Decay);
        double seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds;
        long done = step - firstStep;
        return new TrainingProgress(
            step,
            options.Steps,
            _losses / _weight,
            done * options.BatchSize / Math.Max(seconds, 1e-9),
            TimeSpan.FromSeconds(seconds / done * (options.Steps - step)));
    }
}
