namespace InvAdapter.Cli;

/// <summary>Shows progress as lines, for logs and pipes: where a stage begins, where it ends, and every few seconds in between.</summary>
internal sealed class PlainProgress(TextWriter error, TimeProvider clock) : IProgressDisplay
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);

    public Task<T> RunAsync<T>(string work, Func<IProgress<PipelineProgress>, Task<T>> action)
    {
        error.WriteLine(work);
        return action(new Lines(error, clock));
    }

    private sealed class Lines(TextWriter error, TimeProvider clock) : IProgress<PipelineProgress>
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<PipelineStage, StagePace> _paces = [];
        private long _shownAt;

        public void Report(PipelineProgress value)
        {
            lock (_lock)
            {
                bool isFirst = !_paces.TryGetValue(value.Stage, out StagePace? pace);
                if (isFirst)
                    _paces[value.Stage] = pace = new StagePace(clock, value.Step);
                if (!isFirst && value.Step < value.Steps && clock.GetElapsedTime(_shownAt) < s_interval)
                    return;
                _shownAt = clock.GetTimestamp();
                int percent = value.Steps > 0 ? 100 * value.Step / value.Steps : 100;
                string left = pace!.Left(value.Step, value.Steps) is { } time ? $", about {StagePace.Format(time)} left" : "";
                error.WriteLine($"  {StageNames.Of(value.Stage)}: {percent}% ({value.Step} of {value.Steps}){left}");
            }
        }
    }
}
