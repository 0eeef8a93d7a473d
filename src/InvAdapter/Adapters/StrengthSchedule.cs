namespace InvAdapter.Adapters;

/// <summary>How strongly an identity is fed back at each step of a run: λ over the run's progress. A number is a constant schedule.</summary>
/// <remarks>Progress runs from 0 at the first (noisiest) step to 1 at the last. Outside <see cref="Start"/> … <see cref="End"/> λ is 0, and those steps cost no more than plain ones.</remarks>
public sealed record StrengthSchedule
{
    private readonly double _from = 1;
    private readonly double _to = 1;
    private readonly double _start;
    private readonly double _end = 1;

    /// <summary>λ at <see cref="Start"/>, 0 to 10.</summary>
    public double From
    {
        get => _from;
        init => _from = Strength(value, nameof(From));
    }

    /// <summary>λ at <see cref="End"/>, 0 to 10; in between it changes linearly.</summary>
    public double To
    {
        get => _to;
        init => _to = Strength(value, nameof(To));
    }

    /// <summary>Progress at which the identity sets in, 0 to 1.</summary>
    public double Start
    {
        get => _start;
        init => _start = Progress(value, nameof(Start));
    }

    /// <summary>Progress behind which the identity ends, 0 to 1. Before <see cref="Start"/> it never sets in.</summary>
    public double End
    {
        get => _end;
        init => _end = Progress(value, nameof(End));
    }

    /// <summary>The same strength at every step.</summary>
    /// <param name="strength">λ, 0 to 10.</param>
    public static StrengthSchedule Constant(double strength) => new() { From = strength, To = strength };

    /// <summary>A number is a constant schedule.</summary>
    public static implicit operator StrengthSchedule(double strength) => Constant(strength);

    /// <summary>The same as the conversion from a number.</summary>
    public static StrengthSchedule FromDouble(double strength) => Constant(strength);

    /// <summary>λ at one step.</summary>
    /// <param name="step">Index of the step, 0 for the first.</param>
    /// <param name="steps">Number of steps, 1 or more.</param>
    public double At(int step, int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        if (step < 0 || step >= steps)
            throw new ArgumentOutOfRangeException(nameof(step), step, $"Steps are 0 to {steps - 1}.");
        double progress = steps == 1 ? 0 : (double)step / (steps - 1);
        if (progress < Start || progress > End)
            return 0;
        double share = End > Start ? (progress - Start) / (End - Start) : 0;
        return From + share * (To - From);
    }

    private static double Strength(double value, string name) =>
        value is >= 0 and <= 10 ? value : throw new ArgumentOutOfRangeException(name, value, "Use a strength of 0 to 10.");

    private static double Progress(double value, string name) =>
        value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(name, value, "Use a progress of 0 to 1.");
}
