using InvAdapter.Graphs;
using InvAdapter.Quantization;
using InvAdapter.Scheduling;
using Xunit;

namespace InvAdapter.Tests.Quantization;

public class ActivationHistogramTests
{
    [Fact]
    public void The_scale_comes_close_to_the_best_of_an_exhaustive_search()
    {
        foreach (Func<float, float> shape in (Func<float, float>[])[x => x, x => x * x * x, MathF.Abs, x => MathF.Max(x, -0.2f), x => x - 20, x => x == 0 ? 0 : 1e-6f * x])
        {
            float[] values = Normal(20_000);
            for (int i = 0; i < values.Length; i++)
                values[i] = shape(values[i]);
            double best = double.PositiveInfinity;
            for (double low = 1; low > 0.02; low *= 0.93)
            {
                for (double high = 1; high > 0.02; high *= 0.93)
                    best = Math.Min(best, SquaredError(values, AffineScale.Over(values.Min() * low, values.Max() * high)));
            }

            double found = SquaredError(values, Of(values).BestScale());
            Assert.InRange(found, 0, best * 1.05);
        }
    }

    [Fact]
    public void One_outlier_does_not_coarsen_all_the_others()
    {
        // From −4.7 to h the error is (40 − h)² + n·((h + 4.7)/255)²/12, which is least at h = 15.
        float[] values = [.. Normal(1_000_000), 40];
        AffineScale scale = Of(values).BestScale();
        Assert.InRange(scale.Scale * 255, 16, 24);
    }

    [Fact]
    public void The_order_and_the_cuts_of_the_data_do_not_matter()
    {
        float[] values = [.. Normal(1000).Select(x => x * 0.01f), .. Normal(1000), .. Normal(10).Select(x => x * 30)];
        var pieces = new ActivationHistogram();
        foreach (float[] piece in values.Chunk(7))
            Assert.True(pieces.TryAdd(piece));
        var backwards = new ActivationHistogram();
        Assert.True(backwards.TryAdd(values.Reverse().ToArray()));

        Assert.Equal((pieces.Low, pieces.High), (backwards.Low, backwards.High));
        Assert.Equal(pieces.BestScale(), backwards.BestScale());
    }

    [Fact]
    public void Nothing_and_zeros_have_a_scale_too()
    {
        Assert.Equal(new AffineScale(1, 0), new ActivationHistogram().BestScale());
        Assert.Equal(new AffineScale(1, 0), Of([0, 0, 0]).BestScale());
        Assert.Equal(new AffineScale(1, 0), Of([]).BestScale());
        Assert.Equal(255, Of([-1, -2]).BestScale().ZeroPoint);
        Assert.Equal(0, Of([1, 2]).BestScale().ZeroPoint);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void What_is_no_number_is_refused(float value)
    {
        ActivationHistogram histogram = Of([1, 2]);
        Assert.False(histogram.TryAdd([0, value]));
        Assert.Equal((0, 2), (histogram.Low, histogram.High));
    }

    private static ActivationHistogram Of(float[] values)
    {
        var histogram = new ActivationHistogram();
        Assert.True(histogram.TryAdd(values));
        return histogram;
    }

    private static float[] Normal(int count)
    {
        float[] values = new float[count];
        new TorchGenerator(7).Fill(values);
        return values;
    }

    private static double SquaredError(float[] values, AffineScale scale) => values.Sum(value =>
    {
        double step = Math.Clamp(Math.Round(value / scale.Scale) + scale.ZeroPoint, 0, 255);
        return Math.Pow((step - scale.ZeroPoint) * scale.Scale - value, 2);
    });
}
