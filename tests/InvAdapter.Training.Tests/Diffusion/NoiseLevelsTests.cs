using InvAdapter.Scheduling;
using InvAdapter.Training.Diffusion;
using Xunit;
using static TorchSharp.torch;

namespace InvAdapter.Training.Tests.Diffusion;

public class NoiseLevelsTests : TorchTest
{
    private static readonly long[] s_timesteps = [0, 400, 999];

    [Theory]
    [InlineData(PredictionType.Epsilon)]
    [InlineData(PredictionType.VPrediction)]
    [InlineData(PredictionType.Sample)]
    public void Noise_and_targets_are_the_schedule_s(PredictionType type)
    {
        SchedulerConfiguration configuration = SchedulerConfiguration.StableDiffusion15 with { PredictionType = type };
        DdimSchedule schedule = configuration.Build(10);
        using var levels = new NoiseLevels(configuration, null);
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
    }

    [Fact]
    public void Min_snr_weighs_each_row_by_its_own_level()
    {
        SchedulerConfiguration configuration = SchedulerConfiguration.StableDiffusion15;
        using var plain = new NoiseLevels(configuration, null);
        using var weighted = new NoiseLevels(configuration, 5);
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
    public void Timesteps_cover_the_training_range()
    {
        using var levels = new NoiseLevels(SchedulerConfiguration.StableDiffusion15 with { TrainTimesteps = 10 }, null);
        long[] drawn = levels.DrawTimesteps(2000).data<long>().ToArray();
        Assert.Equal(Enumerable.Range(0, 10).Select(t => (long)t), drawn.Distinct().Order());
    }
}
