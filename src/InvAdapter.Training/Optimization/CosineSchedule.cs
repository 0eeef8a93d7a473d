namespace InvAdapter.Training.Optimization;

/// <summary>A learning rate that rises in a line from almost nothing, and then falls along half a cosine.</summary>
public sealed record CosineSchedule
{
    /// <summary>Describes a schedule.</summary>
    /// <param name="peak">The highest learning rate, above 0.</param>
    /// <param name="warmUpSteps">Steps up to it; 0 for none.</param>
    /// <param name="totalSteps">Steps in all, more than those.</param>
    /// <param name="final">The learning rate at the end, 0 to <paramref name="peak"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public CosineSchedule(double peak, long warmUpSteps, long totalSteps, double final = 0)
    {
        if (!(peak > 0) || double.IsInfinity(peak))
            throw new ArgumentOutOfRangeException(nameof(peak), peak, "Use a learning rate above 0.");
        ArgumentOutOfRangeException.ThrowIfNegative(warmUpSteps);
        if (totalSteps <= warmUpSteps)
            throw new ArgumentOutOfRangeException(nameof(totalSteps), totalSteps, $"Use more steps than the {warmUpSteps} of the warm-up.");
        if (!(final >= 0 && final <= peak))
            throw new ArgumentOutOfRangeException(nameof(final), final, $"Use 0 to {peak}.");
        (Peak, WarmUpSteps, TotalSteps, Final) = (peak, warmUpSteps, totalSteps, final);
    }

    /// <summary>The highest learning rate.</summary>
    public double Peak { get; }

    /// <summary>Steps up to it.</summary>
    public long WarmUpSteps { get; }

    /// <summary>Steps in all.</summary>
    public long TotalSteps { get; }

    /// <summary>The learning rate at the end and from then on.</summary>
    public double Final { get; }

    /// <summary>The learning rate of a step, the first being 0.</summary>
    public double At(long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        if (step < WarmUpSteps)
            return Peak * (step + 1) / (WarmUpSteps + 1);
        double done = Math.Min(1, (double)(step - WarmUpSteps) / (TotalSteps - WarmUpSteps));
        return Final + (Peak - Final) * (1 + Math.Cos(Math.PI * done)) / 2;
    }
}
