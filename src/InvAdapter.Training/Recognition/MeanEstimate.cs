namespace InvAdapter.Training.Recognition;

/// <summary>A mean, and where the true one lies 95 times in 100.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Margin">Half the length of the interval around it; NaN where there is too little to tell.</param>
/// <param name="Count">How many independent values it is of.</param>
public readonly record struct MeanEstimate(double Mean, double Margin, int Count)
{
    /// <summary>The standard normal distribution's 97.5th percentile.</summary>
    private const double Normal = 1.959963984540054;

    /// <summary>The interval's lower end.</summary>
    public double Low => Mean - Margin;

    /// <summary>The interval's upper end.</summary>
    public double High => Mean + Margin;

    /// <summary>The mean of independent values: x̄ ± 1.96 s/√n.</summary>
    /// <param name="values">The values, 1 or more.</param>
    public static MeanEstimate Of(IReadOnlyCollection<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0)
            throw new ArgumentException("No values have no mean.", nameof(values));
        double mean = values.Average();
        double variance = values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1);
        return new MeanEstimate(mean, values.Count == 1 ? double.NaN : Normal * Math.Sqrt(variance / values.Count), values.Count);
    }

    /// <summary>The mean over people. What was measured of one person several times is one value, so that it doesn't look like several.</summary>
    /// <param name="values">The values, 1 or more.</param>
    /// <param name="people">Whom each was measured of.</param>
    public static MeanEstimate OverPeople(IReadOnlyList<double> values, IReadOnlyList<int> people)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(people);
        if (values.Count != people.Count)
            throw new ArgumentException($"There are {values.Count} values, but of {people.Count} people.", nameof(people));
        return Of([.. values.Zip(people).GroupBy(item => item.Second, item => item.First).Select(group => group.Average())]);
    }
}
