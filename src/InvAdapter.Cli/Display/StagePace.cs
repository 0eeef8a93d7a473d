namespace InvAdapter.Cli;

/// <summary>How fast one stage goes, from its first report on.</summary>
/// <remarks>The first report usually comes behind the first step, so only the steps since then have a known time.</remarks>
internal sealed class StagePace(TimeProvider clock, int firstStep)
{
    private readonly long _start = clock.GetTimestamp();

    /// <summary>The time that the rest takes at the pace so far; nothing while no step was measured, or none is left.</summary>
    public TimeSpan? Left(double step, double steps) =>
        step > firstStep && step < steps ? clock.GetElapsedTime(_start) * ((steps - step) / (step - firstStep)) : null;

    /// <summary>In words, as in <c>2 min 05 s</c>.</summary>
    public static string Format(TimeSpan time)
    {
        var seconds = (long)Math.Ceiling(time.TotalSeconds);
        return seconds switch
        {
            < 60 => $"{seconds} s",
            < 3600 => $"{seconds / 60} min {seconds % 60:00} s",
            _ => $"{seconds / 3600} h {seconds / 60 % 60:00} min",
        };
    }
}
