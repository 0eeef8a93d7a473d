using CsCheck;
using InvAdapter.Scheduling;
using Xunit;

namespace InvAdapter.Tests.Scheduling;

public sealed class DdimStepTests
{
    private static readonly Gen<float[]> Latents = Gen.Float[-3, 3].Array[16];

    /// <summary>Alphas that leave both terms determined, down to that of Stable Diffusion's last timestep.</summary>
    private static readonly Gen<double> Alphas = Gen.Double[0.0047, 0.9991];

    [Fact]
    public void Inversion_undoes_generation_for_noise_that_ignores_the_latent() =>
        Gen.Select(DdimScheduleTests.Schedules, Latents, Latents).Sample((schedule, noise, start) =>
        {
            float[] z = [.. start];
            foreach (Transition move in schedule.InverseMoves)
                DdimStep.ApplyEpsilon(move, z, noise, z);
            foreach (Transition move in schedule.Moves)
                DdimStep.ApplyEpsilon(move, z, noise, z);

            // Down at the smallest alpha the image is scaled by √ᾱ, and float rounding there comes back divided by it.
            double smallest = Math.Sqrt(schedule.Moves.Min(move => move.AlphaFrom));
            GoldenScheduleTests.AssertClose(start, z, 1e-6 * Math.Sqrt(schedule.Steps) + 3e-6 / smallest, "z");
        }, iter: 300);

    [Fact]
    public void Raw_outputs_of_every_type_make_the_same_move() =>
        Gen.Select(Alphas, Alphas, Latents, Latents, Gen.Int[0, 999]).Sample((from, to, x0, noise, timestep) =>
        {
            var move = new Transition(timestep, from, to);
            float[] z = Noised(from, x0, noise);
            float[] expected = Noised(to, x0, noise);
            float[] result = new float[z.Length];
            foreach (PredictionType type in Enum.GetValues<PredictionType>())
            {
                var configuration = new SchedulerConfiguration { PredictionType = type, ClipSample = false };
                DdimStep.Apply(configuration, move, z, Output(type, from, x0, noise), result);
                GoldenScheduleTests.AssertClose(expected, result, 5e-5, $"{type} from {from} to {to}");
            }

            DdimStep.ApplyEpsilon(move, z, noise, result);
            GoldenScheduleTests.AssertClose(expected, result, 5e-5, "epsilon");
        }, iter: 1000);

    [Fact]
    public void Conversions_of_every_type_give_the_true_noise_and_image() =>
        Gen.Select(Alphas, Latents, Latents).Sample((alpha, x0, noise) =>
        {
            float[] z = Noised(alpha, x0, noise);
            float[] result = new float[z.Length];
            foreach (PredictionType type in Enum.GetValues<PredictionType>())
            {
                float[] output = Output(type, alpha, x0, noise);
                DdimStep.ToEpsilon(type, alpha, z, output, result);
                GoldenScheduleTests.AssertClose(noise, result, 5e-5, $"epsilon of {type} at {alpha}");
                DdimStep.ToSample(type, alpha, z, output, result);
                GoldenScheduleTests.AssertClose(x0, result, 5e-5, $"sample of {type} at {alpha}");
            }
        }, iter: 1000);

    [Fact]
    public void Adding_noise_and_taking_the_true_noise_away_gives_the_image_back() =>
        Gen.Select(Gen.Int[0, 999], Latents, Latents).Sample((timestep, x0, noise) =>
        {
            DdimSchedule schedule = SchedulerConfiguration.StableDiffusion15.Build(50);
            double alpha = schedule.AlphaAt(timestep);
            float[] z = new float[x0.Length];
            float[] velocity = new float[x0.Length];
            float[] result = new float[x0.Length];
            schedule.AddNoise(timestep, x0, noise, z);
            schedule.Velocity(timestep, x0, noise, velocity);

            DdimStep.ToSample(PredictionType.Epsilon, alpha, z, noise, result);
            GoldenScheduleTests.AssertClose(x0, result, 2e-6 / Math.Sqrt(alpha), "from epsilon");
            DdimStep.ToSample(PredictionType.VPrediction, alpha, z, velocity, result);
            GoldenScheduleTests.AssertClose(x0, result, 2e-6, "from velocity");
        }, iter: 1000);

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void The_result_may_be_either_input(bool clip, bool threshold)
    {
        var configuration = new SchedulerConfiguration { PredictionType = PredictionType.VPrediction, ClipSample = clip, Thresholding = threshold, SampleMaxValue = 2 };
        var move = new Transition(500, 0.3, 0.5);
        float[] z = Normal(1, 64), output = Normal(2, 64), noise = Normal(3, 64);
        float[] expected = new float[64], overZ = [.. z], overOutput = [.. output];

        DdimStep.Apply(configuration, move, z, output, expected);
        DdimStep.Apply(configuration, move, overZ, output, overZ);
        DdimStep.Apply(configuration, move, z, overOutput, overOutput);
        GoldenScheduleTests.AssertClose(expected, overZ, 1e-6, "over z");
        GoldenScheduleTests.AssertClose(expected, overOutput, 1e-6, "over output");

        DdimStep.ApplyEpsilon(move, z, output, expected);
        overOutput = [.. output];
        DdimStep.ApplyEpsilon(move, z, overOutput, overOutput);
        GoldenScheduleTests.AssertClose(expected, overOutput, 1e-6, "over epsilon");
        Assert.Throws<ArgumentException>(() => DdimStep.Apply(configuration, move, z, output, 0.5, noise, noise));
    }

    [Fact]
    public void Zero_alpha_is_defined_in_both_directions()
    {
        float[] z = Normal(1, 8), output = Normal(2, 8), result = new float[8];
        var up = new Transition(999, 0.2, 0);

        DdimStep.ApplyEpsilon(up, z, output, result);
        Assert.Equal(output, result);
        Assert.Throws<ArgumentException>(() => DdimStep.ApplyEpsilon(up.Reversed, z, output, result));

        // At alpha 0, v is −x₀ and z is ε.
        var v = new SchedulerConfiguration { PredictionType = PredictionType.VPrediction, ClipSample = false };
        DdimStep.Apply(v, up.Reversed, z, output, result);
        float[] expected = [.. z.Zip(output, (noise, velocity) => (float)(Math.Sqrt(0.8) * noise - Math.Sqrt(0.2) * velocity))];
        GoldenScheduleTests.AssertClose(expected, result, 1e-6, "v at alpha 0");
        DdimStep.ToEpsilon(PredictionType.VPrediction, 0, z, output, result);
        Assert.Equal(z, result);
        Assert.Throws<ArgumentException>(() => DdimStep.ToSample(PredictionType.Epsilon, 0, z, output, result));
        Assert.Throws<ArgumentException>(() => DdimStep.ToEpsilon(PredictionType.Sample, 1, z, output, result));
        Assert.Throws<ArgumentException>(() => DdimStep.Apply(new SchedulerConfiguration(), up.Reversed, z, output, result));
    }

    [Fact]
    public void Eta_one_to_no_noise_level_keeps_the_right_variance()
    {
        // With x₀ = 0 and unit noise, z stays of the level's own variance 1 − ᾱ, whatever η.
        float[] noise = Normal(4, 1 << 16), fresh = Normal(5, 1 << 16), z = new float[1 << 16];
        for (int i = 0; i < z.Length; i++)
            z[i] = (float)Math.Sqrt(0.7) * noise[i];
        var configuration = new SchedulerConfiguration { ClipSample = false };

        DdimStep.Apply(configuration, new Transition(1, 0.3, 0.6), z, noise, 1, fresh, z);

        Assert.Equal(0.4, z.Average(value => (double)value * value), 0.005);
        Assert.Throws<ArgumentException>(() => DdimStep.Apply(configuration, new Transition(1, 0.6, 0.3), z, noise, 0.5, fresh, z));
        Assert.Throws<ArgumentOutOfRangeException>(() => DdimStep.Apply(configuration, new Transition(1, 0.3, 0.6), z, noise, 1.5, fresh, z));
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        float[] z = Normal(1, 4096), output = Normal(2, 4096), result = new float[4096];
        var move = new Transition(500, 0.3, 0.5);
        SchedulerConfiguration[] configurations = [SchedulerConfiguration.StableDiffusion15, new SchedulerConfiguration { ClipSample = true }];
        Run(10);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(100);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000);

        void Run(int times)
        {
            for (int i = 0; i < times; i++)
            {
                foreach (SchedulerConfiguration configuration in configurations)
                    DdimStep.Apply(configuration, move, z, output, result);
                DdimStep.ApplyEpsilon(move, z, output, result);
            }
        }
    }

    [Fact]
    public void Lengths_have_to_agree()
    {
        var move = new Transition(500, 0.3, 0.5);
        Assert.Throws<ArgumentException>(() => DdimStep.ApplyEpsilon(move, new float[2], new float[3], new float[2]));
        Assert.Throws<ArgumentException>(() => DdimStep.Apply(SchedulerConfiguration.StableDiffusion15, move, new float[2], new float[2], new float[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => DdimStep.ApplyEpsilon(new Transition(0, 1.1, 0.5), new float[2], new float[2], new float[2]));
    }

    private static float[] Normal(long seed, int count)
    {
        float[] values = new float[count];
        new TorchGenerator(seed).Fill(values);
        return values;
    }

    private static float[] Noised(double alpha, float[] x0, float[] noise) =>
        [.. x0.Zip(noise, (x, e) => (float)(Math.Sqrt(alpha) * x + Math.Sqrt(1 - alpha) * e))];

    private static float[] Output(PredictionType type, double alpha, float[] x0, float[] noise) => type switch
    {
        PredictionType.Epsilon => noise,
        PredictionType.Sample => x0,
        _ => [.. x0.Zip(noise, (x, e) => (float)(Math.Sqrt(alpha) * e - Math.Sqrt(1 - alpha) * x))],
    };
}
