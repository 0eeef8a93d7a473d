using InvAdapter.Training.Recognition;
using Xunit;
using static TorchSharp.torch;

namespace InvAdapter.Training.Tests.Recognition;

/// <summary>Statistics against closed forms and counts by hand.</summary>
public class MeasureTests : TorchTest
{
    [Fact]
    public void Frechet_distance_of_diagonal_normals_is_that_of_means_and_deviations()
    {
        double[] first = [1, 4, 0.25];
        double[] second = [9, 1, 0];
        double expected = 3 * 4 + first.Zip(second, (a, b) => Math.Pow(Math.Sqrt(a) - Math.Sqrt(b), 2)).Sum();
        Tensor zero = zeros(3, float64);
        Assert.Equal(expected, FrechetDistance.Between(zero, diag(tensor(first)), zero + 2, diag(tensor(second))), 1e-9);

        // A rotation of both changes nothing, but that the variance of 0 is one of 1e-16 then.
        Tensor rotation = linalg.qr(randn(3, 3, float64)).Q;
        Tensor Turned(double[] variances) => rotation.matmul(diag(tensor(variances))).matmul(rotation.t());
        Assert.Equal(expected, FrechetDistance.Between(zero, Turned(first), rotation.matmul(zero + 2), Turned(second)), 1e-6);
    }

    [Fact]
    public void Frechet_distance_of_two_by_two_covariances_agrees_with_the_trace_of_their_root()
    {
        // tr √(AB) of 2×2 matrices is √(tr AB + 2 √det AB).
        Tensor a = tensor(new double[] { 2, 0.5, 0.5, 1 }, [2, 2]);
        Tensor b = tensor(new double[] { 1, -0.3, -0.3, 3 }, [2, 2]);
        double root = Math.Sqrt((2 * 1 - 0.5 * 0.3) + (-0.5 * 0.3 + 1 * 3) + 2 * Math.Sqrt((2 - 0.25) * (3 - 0.09)));
        Tensor zero = zeros(2, float64);
        Assert.Equal(3 + 4 - 2 * root, FrechetDistance.Between(zero, a, zero, b), 1e-9);
    }

    [Fact]
    public void Frechet_distance_of_points_is_that_of_their_moments()
    {
        manual_seed(1);
        Tensor points = randn(50, 6);
        Assert.Equal(0, FrechetDistance.Between(points, points), 1e-9);
        Assert.Equal(6 * 9, FrechetDistance.Between(points, points + 3), 1e-4);
        double variances = points.@var([0L]).sum().item<float>();
        Assert.Equal(variances, FrechetDistance.Between(points, 2 * (points - points.mean([0L])) + points.mean([0L])), 1e-4);

        // Fewer points than numbers: the covariance has no inverse.
        Assert.Equal(6 * 4, FrechetDistance.Between(points[..3], points[..3] + 2), 1e-4);
        Assert.Throws<ArgumentException>(() => FrechetDistance.Between(points, randn(50, 5)));
        Assert.Throws<ArgumentException>(() => FrechetDistance.Between(points[..1], points));
    }

    [Fact]
    public void Mean_has_its_interval()
    {
        var estimate = MeanEstimate.Of([1, 2, 3, 4]);
        Assert.Equal((2.5, 4), (estimate.Mean, estimate.Count));
        Assert.Equal(1.959964 * Math.Sqrt(5 / 3.0 / 4), estimate.Margin, 1e-5);
        Assert.Equal((estimate.Mean - estimate.Margin, estimate.Mean + estimate.Margin), (estimate.Low, estimate.High));
        Assert.True(double.IsNaN(MeanEstimate.Of([7]).Margin));
        Assert.Throws<ArgumentException>(() => MeanEstimate.Of([]));
    }

    [Fact]
    public void A_person_counts_once_however_often_measured()
    {
        Assert.Equal(MeanEstimate.Of([1, 2, 4]), MeanEstimate.OverPeople([1, 1, 1, 2, 3, 5], [0, 0, 0, 1, 2, 2]));
        Assert.Throws<ArgumentException>(() => MeanEstimate.OverPeople([1, 2], [0]));
    }

    [Fact]
    public void Interval_holds_the_true_mean_nineteen_times_in_twenty()
    {
        var random = new Random(3);
        int held = Enumerable.Range(0, 1000).Count(_ =>
        {
            var estimate = MeanEstimate.Of([.. Enumerable.Range(0, 60).Select(_ => random.NextDouble())]);
            return estimate.Low <= 0.5 && 0.5 <= estimate.High;
        });
        Assert.InRange(held, 925, 970);
    }

    [Fact]
    public void Verification_counts_pairs()
    {
        // 0.9 and 0.6 are above both different ones, 0.3 above one of them: 5 of 6.
        var score = Verification.Of([0.9f, 0.6f, 0.3f], [0.5f, 0.1f]);
        Assert.Equal(5 / 6.0, score.AreaUnderCurve, 1e-12);
        Assert.Equal((0.6, 0.3), (score.SameCosine, score.DifferentCosine), new Near());

        // From 0.6 on, a third of the same is missed; from 0.3 on, half of the different is mistaken.
        Assert.Equal(1 - 1 / 6.0, score.Accuracy, 1e-12);
        Assert.Equal(0.6, score.Threshold, 1e-6);
        Assert.Equal((1 / 3.0 + 1 / 2.0) / 2, score.EqualErrorRate, 1e-12);
    }

    [Fact]
    public void Verification_knows_the_best_and_pure_chance()
    {
        var best = Verification.Of([0.8f, 0.7f], [0.1f, 0.2f, 0.3f]);
        Assert.Equal((1, 0, 1), (best.AreaUnderCurve, best.EqualErrorRate, best.Accuracy));
        var tied = Verification.Of([0.5f, 0.5f], [0.5f]);
        Assert.Equal((0.5, 0.5, 0.5), (tied.AreaUnderCurve, tied.EqualErrorRate, tied.Accuracy));
        var worst = Verification.Of([0.1f], [0.9f]);
        Assert.Equal((0, 1), (worst.AreaUnderCurve, worst.EqualErrorRate));
        Assert.Throws<ArgumentException>(() => Verification.Of([], [0.5f]));
    }

    [Fact]
    public void Verification_takes_every_pair_of_embeddings_once()
    {
        Tensor embeddings = tensor(new float[] { 1, 0, 0.6f, 0.8f, 0, 1 }, [3, 2]);
        var score = Verification.Of(embeddings, [7, 7, 3]);
        Assert.Equal((0.6, 0.4), (score.SameCosine, score.DifferentCosine), new Near());
        Assert.Equal(0.5, score.AreaUnderCurve);
    }

    [Fact]
    public void Top_one_is_the_share_of_nearest_that_are_right()
    {
        Tensor gallery = tensor(new float[] { 1, 0, 0, 1 }, [2, 2]);
        Tensor queries = tensor(new float[] { 0.8f, 0.6f, 0.6f, 0.8f, 1, 0, 0, 1 }, [4, 2]);
        Assert.Equal(0.75, Retrieval.TopOne(queries, [5, 5, 5, 6], gallery, [5, 6]));

        Tensor all = cat([gallery, queries], 0);
        Assert.Equal(0.75, Retrieval.TopOne(all, [5, 6, 5, 5, 5, 6], 2));
        Assert.Equal(1, Retrieval.TopOne(all, [5, 6, 5, 5, 5, 6], 1));
        Assert.Throws<ArgumentException>(() => Retrieval.TopOne(gallery, [5, 6], 2));
    }

    private sealed class Near : IEqualityComparer<(double, double)>
    {
        public bool Equals((double, double) x, (double, double) y) => Math.Abs(x.Item1 - y.Item1) < 1e-6 && Math.Abs(x.Item2 - y.Item2) < 1e-6;

        public int GetHashCode((double, double) obj) => 0;
    }
}
