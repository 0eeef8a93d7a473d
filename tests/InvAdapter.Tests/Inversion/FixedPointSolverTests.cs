using InvAdapter.Inversion;
using Xunit;

namespace InvAdapter.Tests.Inversion;

public class FixedPointSolverTests
{
    /// <summary>z = slope·z + 1 for several slopes at once; plain iteration contracts only between −1 and 1.</summary>
    [Theory]
    [InlineData(-3f, -2.5f, -2f)]
    [InlineData(-1f, -1f, -1f)]
    [InlineData(-4f, 0f, 0.3f)]
    public void Finds_the_fixed_point_where_plain_iteration_swings_ever_further(params float[] slopes)
    {
        float[] guess = new float[slopes.Length];
        double residual = Iterate(slopes, guess, iterations: 60);

        Assert.InRange(residual, 0, 1e-3);
        for (int i = 0; i < slopes.Length; i++)
            Assert.Equal(1 / (1 - slopes[i]), guess[i], 1e-2f);
    }

    [Fact]
    public void Is_plain_iteration_as_long_as_that_contracts()
    {
        float[] slopes = [-0.5f, 0.5f, 0.25f];
        float[] guess = new float[3];
        Iterate(slopes, guess, iterations: 4);

        // Four plain iterations from 0: 1 + s + s² + s³.
        for (int i = 0; i < slopes.Length; i++)
            Assert.Equal(1 + slopes[i] + (slopes[i] * slopes[i]) + (slopes[i] * slopes[i] * slopes[i]), guess[i], 1e-6f);
    }

    [Fact]
    public void Swings_on_where_it_must_not_relax()
    {
        var solver = new FixedPointSolver(1, relaxes: false);
        float[] guess = [0];
        double residual = 0;
        for (int i = 0; i < 6; i++)
            residual = solver.Advance(guess, [(-3 * guess[0]) + 1]);
        Assert.Equal(243, residual, 1e-3);
    }

    [Fact]
    public void A_new_equation_starts_plainly_again()
    {
        var solver = new FixedPointSolver(1);
        float[] guess = [0];
        for (int i = 0; i < 5; i++)
            solver.Advance(guess, [(-3 * guess[0]) + 1]);
        solver.Start();

        guess[0] = 0;
        solver.Advance(guess, [7]);
        Assert.Equal(7, guess[0]);
    }

    private static double Iterate(float[] slopes, float[] guess, int iterations)
    {
        var solver = new FixedPointSolver(slopes.Length);
        double residual = 0;
        for (int i = 0; i < iterations; i++)
            residual = solver.Advance(guess, [.. slopes.Select((slope, at) => (slope * guess[at]) + 1)]);
        return residual;
    }
}
