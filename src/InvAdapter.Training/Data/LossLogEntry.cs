namespace InvAdapter.Training.Data;

/// <summary>One step of a run.</summary>
/// <param name="Step">The step, the first being 0.</param>
/// <param name="Loss">Its loss.</param>
/// <param name="LearningRate">Its learning rate.</param>
/// <param name="GradientNorm">Length of its gradient before clipping.</param>
public readonly record struct LossLogEntry(long Step, double Loss, double LearningRate, double GradientNorm);
