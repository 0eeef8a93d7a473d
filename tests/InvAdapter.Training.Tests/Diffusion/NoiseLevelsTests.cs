using InvAdapter.Scheduling;
using InvAdapter.Training.Diffusion;
using Xunit;
using static TorchSharp.torch;

namespace InvAdapter.Training.Tests.Diffusion;

public class NoiseLevelsTests : TorchTest
{
    private static readonly long[] s_timesteps = [0, 400, 999];
    private static readonly NoiseEmphasis s_plain = new() { MinSnrGamma = null };

    [Theory]
    [InlineData(PredictionType.Epsilon)]
    [InlineData(PredictionType.VPrediction)]
    [InlineData(PredictionType.Sample)]
    public void Noise_and_targets_are_the_schedule_s(PredictionType type)
    {
        SchedulerConfiguration configuration = SchedulerConfiguration.StableDiffusion15 with { PredictionType = type };
        DdimSchedule schedule = configuration.Build(10);
        using var levels = new NoiseLevels(configuration, s_plain);
        (Tensor clean, Tensor noise) = (randn([3, 4, 2, 2]), randn([3, 4, 2, 2]));
        Tensor noised = levels.AddNoise(clean, noise, tensor(s_timesteps));

        var targets = new List<Tensor>();
        for (int row = 0; row < 3; row++)
        {
            (float[] z, float[] e, float[] expected, float[] target) = (Values(clean[row]), Values(noise[row]), new float[16], new float[16]);
            schedule.AddNoise((int)s_timesteps[row], z, e, expected);
            Assert.Equal(expected, Values(noised[row]), (a, b) => Math.Abs(a - b) < 1e-5);
            schedule.Velocity((int)s_timesteps[row], z, e, target);
            targets.Add(type switch { PredictionType.Epsilon => noise[row], PredictionType.Sample => clean[row], _ => tensor(target, [4, 2, 2]) });
        }

        // A network that is right has no loss; one that is off by 2 everywhere has 4.
        Tensor right = stack(targets);
        Assert.Equal(0, levels.Loss(right, clean, noise, tensor(s_timesteps)).item<float>(), 1e-6f);
        Assert.Equal(4, levels.Loss(right + 2, clean, noise, tensor(s_timesteps)).item<float>(), 1e-4f);

        // And what it predicts means the very latents that were noised.
        AssertClose(clean, levels.PredictClean(right, noised, tensor(s_timesteps)), 1e-4, "clean latents");
        Assert.Equal(s_timesteps.Select(timestep => (float)schedule.AlphaAt((int)timestep)), Values(levels.SignalShare(tensor(s_timesteps))), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Min_snr_weighs_each_row_by_its_own_level()
    {
        SchedulerConfiguration configuration = SchedulerConfiguration.StableDiffusion15;
        using var plain = new NoiseLevels(configuration, s_plain);
        using var weighted = new NoiseLevels(configuration, new NoiseEmphasis { MinSnrGamma = 5 });
        Tensor zero = zeros([1, 4, 2, 2]);
        foreach (long timestep in s_timesteps)
        {
            double alpha = configuration.Build(10).AlphaAt((int)timestep);
            double snr = alpha / (1 - alpha);
            double ratio = weighted.Loss(ones_like(zero), zero, zero, tensor(new[] { timestep })).item<float>() / plain.Loss(ones_like(zero), zero, zero, tensor(new[] { timestep })).item<float>();
            Assert.Equal(Math.Min(1, 5 / snr), ratio, 1e-4);
        }
    }

    [Fact]
    public void A_batch_is_spread_evenly_over_the_training_range()
    {
        using var levels = new NoiseLevels(SchedulerConfiguration.StableDiffusion15, s_plain);
        long[] drawn = levels.DrawTimesteps(1000).data<long>().ToArray();
        Assert.Equal(Enumerable.Range(0, 1000).Select(t => (long)t), drawn);
    }

    [Fact]
    public void Log_normal_timesteps_crowd_where_ln_SNR_is_about_one()
    {
        // Of DDPM's linear levels, whose ln SNR goes from 9.2 to -10.1 and so cuts nothing to speak of off the normal distribution.
        SchedulerConfiguration configuration = new() { ClipSample = false };
        using var levels = new NoiseLevels(configuration, s_plain with { Density = TimestepDensity.LogNormal });
        DdimSchedule schedule = configuration.Build(10);
        double[] logarithms = [.. Enumerable.Range(0, 1000).Select(t => Math.Log(schedule.AlphaAt(t) / (1 - schedule.AlphaAt(t))))];
        long[] drawn = levels.DrawTimesteps(100_000).data<long>().ToArray();
        foreach ((double from, double to, double normal) in ((double, double, double)[])[(-1.39, 3.41, 0.6827), (-3.79, 5.81, 0.9545), (1.01, 20, 0.5)])
        {
            double uniform = logarithms.Count(value => value > from && value < to) / 1000.0;
            double share = drawn.Count(t => logarithms[t] > from && logarithms[t] < to) / 100_000.0;
            Assert.Equal((0.9 * normal) + (0.1 * uniform), share, 0.01);
        }
    }

    [Fact]
    public void Every_timestep_is_drawn_in_the_end()
    {
        using var levels = new NoiseLevels(SchedulerConfiguration.StableDiffusion15, s_plain with { Density = TimestepDensity.LogNormal });
        long[] drawn = levels.DrawTimesteps(50_000).data<long>().ToArray();
        Assert.Equal(Enumerable.Range(0, 1000).Select(t => (long)t), drawn.Distinct().Order());
    }
}
