namespace InvAdapter.Training.Adapters;

/// <summary>How pictures are drawn for an identity loss.</summary>
public sealed record DrawingOptions
{
    private readonly int _steps = 8;
    private readonly int _learningSteps = 3;
    private readonly double _guidanceScale = 3;

    /// <summary>Steps of DPM-Solver++ from noise to picture, 2 to 1000.</summary>
    public int Steps
    {
        get => _steps;
        init => _steps = value is >= 2 and <= 1000 ? value : throw new ArgumentOutOfRangeException(nameof(Steps), value, "Use 2 to 1000 steps.");
    }

    /// <summary>How many of them, chosen anew for every batch, learn; 1 up to <see cref="Steps"/>. Each keeps what its way back needs, and takes about two calls more.</summary>
    public int LearningSteps
    {
        get => _learningSteps;
        init => _learningSteps = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(LearningSteps), value, "Use 1 step or more.");
    }

    /// <summary>Classifier-free guidance scale, 1 (none, for half the calls) to 100.</summary>
    public double GuidanceScale
    {
        get => _guidanceScale;
        init => _guidanceScale = value is >= 1 and <= 100 ? value : throw new ArgumentOutOfRangeException(nameof(GuidanceScale), value, "Use a guidance scale of 1 to 100.");
    }
}
