using InvAdapter.Inversion;
using InvAdapter.Models;
using InvAdapter.Scheduling;
using Xunit;

namespace InvAdapter.PublicApi.Tests;

/// <summary>Inverters and sampler driven by an app's own network, for which every number is known in closed form.</summary>
public sealed class InversionTests
{
    private const float Slope = 0.4f;
    private const double Precision = 2e-5;

    private static readonly DdimSchedule s_schedule = SchedulerConfiguration.StableDiffusion15.Build(8);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Plain_inversion_takes_the_noise_at_the_cleaner_end()
    {
        var predictor = new LinearPredictor(Slope);
        InversionResult inversion = new DdimInverter().Invert(Denoiser(predictor), s_schedule, Start(), Stop);

        double factor = 1;
        for (int i = 0; i < 8; i++)
        {
            (double ratio, double push) = Coefficients(s_schedule.InverseMoves[i]);
            factor *= ratio + push * Slope;
            AssertTimes(factor, inversion.Trajectory.Points[i + 1]);
        }

        Assert.Equal(8, inversion.Calls);
        Assert.Equal(s_schedule.Timesteps.Reverse(), predictor.Calls.Select(call => call.Timestep));
        Assert.Equal(predictor.Calls.Select(call => call.First), inversion.Trajectory.Points.SkipLast(1).Select(point => point.Values[0]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Fixed_point_residuals_fall_geometrically(int iterations)
    {
        InversionResult inversion = Invert(iterations);
        for (int i = 0; i < 8; i++)
        {
            // g₀ = z and gₖ₊₁ = r·z + q·gₖ, so each move is q times the one before it, and the first is (r + q − 1)·z.
            (double ratio, double push) = Coefficients(s_schedule.InverseMoves[i]);
            double q = push * Slope;
            double length = Rms.Distance(inversion.Trajectory.Points[i].Values, new float[Start().Shape.Length]);
            double expected = Math.Abs((ratio + q - 1) * Math.Pow(q, iterations - 1)) * length;
            Assert.InRange(inversion.Residuals[i], expected * 0.999 - Precision, expected * 1.001 + Precision);
        }

        // A step whose guess stands still to the last bit is done.
        int standing = inversion.Residuals.Count(residual => residual == 0);
        Assert.InRange(inversion.Calls, 8 * iterations - standing * (iterations - 1), 8 * iterations);
        Assert.True(standing < 3, $"{standing} of 8 steps stood still.");
    }

    [Fact]
    public void Fixed_point_inversion_finds_the_exact_solution_and_comes_back()
    {
        InversionResult inversion = Invert(60);
        double factor = 1;
        for (int i = 0; i < 8; i++)
        {
            // z = r·z' + q·z, so z = r/(1 − q)·z'.
            (double ratio, double push) = Coefficients(s_schedule.InverseMoves[i]);
            factor *= ratio / (1 - push * Slope);
            AssertTimes(factor, inversion.Trajectory.Points[i + 1]);
        }

        double[] errors = [.. new[] { 1, 3, 6, 60 }.Select(Reconstruct)];
        Assert.True(errors[0] > 10 * errors[1] && errors[1] > 10 * errors[2] && errors[2] > errors[3], string.Join(", ", errors));
        Assert.InRange(errors[3], 0, Precision);

        double Reconstruct(int iterations)
        {
            Latents drawn = new DdimSampler(Denoiser(new LinearPredictor(Slope)), s_schedule).Run(Invert(iterations).Trajectory.Noise, Stop);
            return Rms.Distance(Start().Values, drawn.Values);
        }
    }

    [Fact]
    public void A_tolerance_stops_as_soon_as_it_is_met()
    {
        InversionResult inversion = new FixedPointInverter(60, 1e-3).Invert(Denoiser(new LinearPredictor(Slope)), s_schedule, Start(), Stop);
        Assert.All(inversion.Residuals, residual => Assert.InRange(residual, 0, 1e-3));
        Assert.InRange(inversion.Calls, 8 * 2, 8 * 10);
    }

    [Fact]
    public void The_sampler_walks_the_schedule_and_leaves_its_start_alone()
    {
        var predictor = new LinearPredictor(Slope);
        Latents start = Start();
        double factor = 1;
        int step = 0;
        foreach (Latents z in new DdimSampler(Denoiser(predictor), s_schedule).Denoise(start, Stop))
        {
            (double ratio, double push) = Coefficients(s_schedule.Moves[step++]);
            factor *= ratio + push * Slope;
            AssertTimes(factor, z);
        }

        Assert.Equal(8, step);
        Assert.Equal(s_schedule.Timesteps, predictor.Calls.Select(call => call.Timestep));
        Assert.Equal(Start().Values.ToArray(), start.Values.ToArray());
    }

    [Fact]
    public void The_samplers_noise_is_each_images_own()
    {
        Latents start = Start();
        Latents first = Run(5);
        Assert.Equal(first.Values.ToArray(), Run(5).Values.ToArray());
        Assert.NotEqual(first.Values.ToArray(), Run(6).Values.ToArray());
        Assert.Throws<ArgumentException>(() => new DdimSampler(Denoiser(new LinearPredictor(Slope)), s_schedule, eta: 1).Run(start, Stop));

        Latents Run(int seed) => new DdimSampler(Denoiser(new LinearPredictor(Slope)), s_schedule, 1, [new TorchGenerator(seed)]).Run(start, Stop);
    }

    [Fact]
    public void Cancelled_work_stops_before_the_next_call()
    {
        using var source = new CancellationTokenSource();
        var predictor = new LinearPredictor(Slope);
        using IEnumerator<Latents> steps = new DdimSampler(Denoiser(predictor), s_schedule).Denoise(Start(), source.Token).GetEnumerator();
        Assert.True(steps.MoveNext());
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => steps.MoveNext());
        Assert.Single(predictor.Calls);
    }

    private static InversionResult Invert(int iterations) =>
        new FixedPointInverter(iterations, tolerance: 0).Invert(Denoiser(new LinearPredictor(Slope)), s_schedule, Start(), Stop);

    private static PromptedDenoiser Denoiser(INoisePredictor predictor) => new(predictor, new TextEmbedding(1, 1, [0]));

    private static Latents Start()
    {
        var latents = new Latents(new LatentShape(1, 4, 3, 2));
        new TorchGenerator(9).Fill(latents.Values);
        return latents;
    }

    /// <summary>DDIM's z' = r·z + p·ε.</summary>
    private static (double Ratio, double Push) Coefficients(Transition move)
    {
        double ratio = Math.Sqrt(move.AlphaTo / move.AlphaFrom);
        return (ratio, Math.Sqrt(1 - move.AlphaTo) - ratio * Math.Sqrt(1 - move.AlphaFrom));
    }

    private static void AssertTimes(double factor, Latents actual)
    {
        float[] expected = [.. Start().Values.ToArray().Select(value => (float)(factor * value))];
        double scale = Rms.Distance(expected, new float[expected.Length]);
        Assert.InRange(Rms.Distance(expected, actual.Values) / scale, 0, Precision);
    }
}
