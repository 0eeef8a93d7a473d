using System.Collections.Immutable;

namespace InvAdapter.Scheduling;

/// <summary>The timesteps of a run, noisiest first, rounded as NumPy rounds them (in double, ties to even).</summary>
internal static class TimestepTable
{
    public static ImmutableArray<int> Compute(SchedulerConfiguration configuration, int steps)
    {
        int trained = configuration.TrainTimesteps;
        var ascending = new int[steps];
        for (int i = 0; i < steps; i++)
        {
            ascending[i] = configuration.TimestepSpacing switch
            {
                TimestepSpacing.Leading => i * (trained / steps) + configuration.StepsOffset,
                TimestepSpacing.Trailing => Trailing(trained, steps, steps - 1 - i),
                _ => Linspace(trained, steps, i),
            };
        }

        Array.Reverse(ascending);
        return ImmutableArray.Create(ascending);
    }

    /// <summary>
    /// numpy.arange(T, 0, −T/steps), rounded, less one. NumPy takes its stride from the first two values it has rounded to double,
    /// which decides ties such as T = 1000 in 48 steps.
    /// </summary>
    private static int Trailing(int trained, int steps, int index)
    {
        double stride = trained - trained / (double)steps - trained;
        return (int)Math.Round(trained + index * stride) - 1;
    }

    private static int Linspace(int trained, int steps, int index) =>
        index > 0 && index == steps - 1 ? trained - 1 : (int)Math.Round(index * ((trained - 1) / Math.Max(steps - 1.0, 1)));
}
