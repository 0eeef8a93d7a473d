using System.Collections.Immutable;

namespace InvAdapter.Cli;

/// <summary>How far an inversion's steps are from solving their equations, as root mean squares of latents.</summary>
internal sealed record ResidualSummary(double First, double Median, double Last, double Largest, int LargestAtStep)
{
    /// <summary>Null where there was no inversion.</summary>
    public static ResidualSummary? Of(ImmutableArray<double> residuals)
    {
        if (residuals.IsEmpty)
            return null;
        double largest = residuals.Max();
        return new ResidualSummary(residuals[0], residuals.Order().ElementAt(residuals.Length / 2), residuals[^1], largest, residuals.IndexOf(largest) + 1);
    }

    public override string ToString() =>
        $"first {FactLines.Small(First)}, median {FactLines.Small(Median)}, last {FactLines.Small(Last)}, largest {FactLines.Small(Largest)} at step {LargestAtStep}";
}
