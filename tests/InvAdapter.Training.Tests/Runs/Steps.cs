using InvAdapter.Training.Runs;

namespace InvAdapter.Training.Tests.Runs;

/// <summary>Does something after every step, at once and on the run's own thread.</summary>
internal sealed class Steps(Action<TrainingProgress> action) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value) => action(value);
}
