namespace InvAdapter.Training.Runs;

/// <summary>A run can't begin in its folder, or can't go on.</summary>
public sealed class TrainingRunException : InvAdapterException
{
    internal TrainingRunException(string message)
        : base(message)
    {
    }
}
