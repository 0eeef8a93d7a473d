using InvAdapter.Models;
using InvAdapter.Scheduling;
using InvAdapter.Tests.Golden;
using Xunit;

namespace InvAdapter.Tests.Scheduling;

/// <summary>DPM-Solver++ (2M) against the paper's algorithm 2, written down in double and with its logarithms, and against a problem with a known solution.</summary>
public sealed class DpmSolverSamplerTests
{
    private static readonly LatentShape s_shape = new(2, 1, 2, 3);

    public static TheoryData<PredictionType, TimestepSpacing, int> Runs()
    {
        var runs = new TheoryData<PredictionType, TimestepSpacing, int>();
        foreach (PredictionType type in Enum.GetValues<PredictionType>())
        {
            foreach (TimestepSpacing spacing in Enum.GetValues<TimestepSpacing>())
            {
                foreach (int steps in (int[])[1, 2, 3, 10, 20])
                    runs.Add(type, spacing, steps);
            }
        }

        return runs;
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void Is_the_paper_s_algorithm(PredictionType type, TimestepSpacing spacing, int steps)
    {
        DdimSchedule schedule = (SchedulerConfiguration.StableDiffusion15 with { PredictionType = type, TimestepSpacing = spacing, StepsOffset = 0, SetAlphaToOne = true }).Build(steps);
        Latents start = Noise();

        Latents drawn = new DpmSolverSampler(new Waves(), schedule).Run(start, TestContext.Current.CancellationToken);

        Close.To([.. Reference(schedule, start).Select(value => (float)value)], drawn.Values.ToArray(), 2e-5, $"{steps} steps");
    }

    [Fact]
    public void Doubling_the_steps_quarters_the_error_where_ddim_halves_it()
    {
        double[] second = [.. new[] { 125, 250, 500 }.Select(steps => Error(schedule => new DpmSolverSampler(new GaussianData(schedule), schedule), steps))];
        double[] first = [.. new[] { 125, 250, 500 }.Select(steps => Error(schedule => new DdimSampler(new GaussianData(schedule), schedule), steps))];

        Assert.InRange(second[0] / second[1], 3, 5.5);
        Assert.InRange(second[1] / second[2], 3, 5.5);
        Assert.InRange(first[1] / first[2], 1.7, 2.4);
        Assert.True(second[2] < 0.25 * first[2], $"{second[2]} against {first[2]} in 500 steps.");
    }

    [Fact]
    public void Starts_from_pure_noise_where_the_schedule_does()
    {
        DdimSchedule schedule = new SchedulerConfiguration
        {
            PredictionType = PredictionType.VPrediction, RescaleBetasZeroSnr = true, TimestepSpacing = TimestepSpacing.Trailing, ClipSample = false,
        }.Build(6);
        Latents drawn = new DpmSolverSampler(new Waves(), schedule).Run(Noise(), TestContext.Current.CancellationToken);
        Assert.Equal(0, schedule.AlphaAt(schedule.Timesteps[0]));
        Assert.All(drawn.Values.ToArray(), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Clips_what_the_configuration_clips_and_leaves_the_start_alone()
    {
        SchedulerConfiguration open = SchedulerConfiguration.StableDiffusion15 with { PredictionType = PredictionType.Sample, SetAlphaToOne = true };
        Latents start = Noise();
        float[] before = start.Values.ToArray();
        float[] clipped = new DpmSolverSampler(new Waves(5), (open with { ClipSample = true, ClipSampleRange = 0.5 }).Build(4)).Run(start, TestContext.Current.CancellationToken).Values.ToArray();
        float[] free = new DpmSolverSampler(new Waves(5), open.Build(4)).Run(start, TestContext.Current.CancellationToken).Values.ToArray();

        Assert.All(clipped, value => Assert.InRange(value, -0.5f, 0.5f));
        Assert.Contains(free, value => Math.Abs(value) > 1);
        Assert.Equal(before, start.Values.ToArray());
    }

    private static Latents Noise()
    {
        var latents = new Latents(s_shape);
        new TorchGenerator(7).Fill(latents.Values);
        return latents;
    }

    /// <summary>Distance from the exact solution, for data of deviation 0.6 at every pixel.</summary>
    private static double Error(Func<DdimSchedule, ISampler> sampler, int steps)
    {
        DdimSchedule schedule = (SchedulerConfiguration.StableDiffusion15 with { TimestepSpacing = TimestepSpacing.Leading, StepsOffset = 0, SetAlphaToOne = false }).Build(steps);
        Latents start = Noise();
        float[] drawn = sampler(schedule).Run(start, TestContext.Current.CancellationToken).Values.ToArray();
        double scale = Math.Sqrt(GaussianData.Variance(schedule.FinalAlpha) / GaussianData.Variance(schedule.AlphaAt(schedule.Timesteps[0])));
        return Math.Sqrt(drawn.Select((value, i) => Math.Pow(value - scale * start.Values[i], 2)).Average());
    }

    /// <summary>Algorithm 2 with Δ-free notation: λ = ln(α/σ), h_i = λ_i − λ_{i−1}, r_i = h_{i−1}/h_i.</summary>
    private static double[] Reference(DdimSchedule schedule, Latents start)
    {
        double[] z = [.. start.Values.ToArray().Select(value => (double)value)];
        double[] earlier = [];
        double earlierStep = 0;
        for (int i = 0; i < schedule.Steps; i++)
        {
            double from = schedule.AlphaAt(schedule.Timesteps[i]);
            double to = i + 1 < schedule.Steps ? schedule.AlphaAt(schedule.Timesteps[i + 1]) : schedule.FinalAlpha;
            double[] sample = [.. z.Select(value => Waves.Sample(schedule.Configuration.PredictionType, from, value, schedule.Timesteps[i]))];
            double h = Lambda(to) - Lambda(from);
            double[] d = sample;
            if (i > 0 && i + 1 < schedule.Steps)
            {
                double r = earlierStep / h;
                d = [.. sample.Select((value, j) => (1 + 1 / (2 * r)) * value - 1 / (2 * r) * earlier[j])];
            }

            double sigmaRatio = Math.Sqrt(1 - to) / Math.Sqrt(1 - from);
            z = [.. z.Select((value, j) => sigmaRatio * value - Math.Sqrt(to) * (Math.Exp(-h) - 1) * d[j])];
            (earlier, earlierStep) = (sample, h);
        }

        return z;

        static double Lambda(double alpha) => Math.Log(Math.Sqrt(alpha) / Math.Sqrt(1 - alpha));
    }

    /// <summary>A network that is smooth and knows nothing.</summary>
    private sealed class Waves(double height = 1) : IDenoiser
    {
        public void Predict(Latents z, int timestep, Latents prediction, CancellationToken cancellation = default)
        {
            for (int i = 0; i < z.Values.Length; i++)
                prediction.Values[i] = (float)(height * Output(z.Values[i], timestep));
        }

        public static double Sample(PredictionType type, double alpha, double z, int timestep)
        {
            double output = Output(z, timestep);
            return type switch
            {
                PredictionType.Epsilon => (z - Math.Sqrt(1 - alpha) * output) / Math.Sqrt(alpha),
                PredictionType.VPrediction => Math.Sqrt(alpha) * z - Math.Sqrt(1 - alpha) * output,
                _ => output,
            };
        }

        private static double Output(double z, int timestep) => 0.8 * z + 0.3 * Math.Sin(2 * z + timestep / 300.0);
    }

    /// <summary>The perfect network for independent normal data: ε = σ·z / (α²s² + σ²).</summary>
    private sealed class GaussianData(DdimSchedule schedule) : IDenoiser
    {
        private const double DataVariance = 0.36;

        public static double Variance(double alpha) => alpha * DataVariance + 1 - alpha;

        public void Predict(Latents z, int timestep, Latents prediction, CancellationToken cancellation = default)
        {
            double alpha = schedule.AlphaAt(timestep);
            for (int i = 0; i < z.Values.Length; i++)
                prediction.Values[i] = (float)(Math.Sqrt(1 - alpha) * z.Values[i] / Variance(alpha));
        }
    }
}
