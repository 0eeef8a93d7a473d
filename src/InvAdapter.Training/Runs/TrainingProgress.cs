namespace InvAdapter.Training.Runs;

/// <summary>How far a run is.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Loss">Mean loss of about the last fifty steps of this process.</param>
/// <param name="SamplesPerSecond">Speed since this process began.</param>
/// <param name="TimeLeft">Time to the end at that speed.</param>
public readonly record struct TrainingProgress(long Step, long Steps, double Loss, double SamplesPerSecond, TimeSpan TimeLeft);
