using System.Globalization;
using Xunit;

namespace InvAdapter.Tests.Golden;

/// <summary>Comparisons of many numbers at once.</summary>
public static class Close
{
    /// <summary>Tolerance of one network call.</summary>
    public const double Call = 2e-4;

    /// <summary>Tolerance of a whole run.</summary>
    public const double Run = 1e-3;

    public static void To(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance, string what = "")
    {
        Assert.Equal(expected.Length, actual.Length);
        double worst = 0;
        int at = -1;
        for (int i = 0; i < expected.Length; i++)
        {
            double difference = Math.Abs((double)expected[i] - actual[i]);
            if (!(difference <= worst))
                (worst, at) = (difference, i);
        }

        if (!(worst <= tolerance))
            Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"{what} differs by {worst:G4} at {at}: expected {expected[at]}, got {actual[at]}; {tolerance:G2} is allowed."));
    }
}
