using InvAdapter.Inversion;
using InvAdapter.Models;
using InvAdapter.Scheduling;
using Xunit;

namespace InvAdapter.Tests.Inversion;

/// <summary>Inversion up to pure noise, where ε says nothing.</summary>
public class FixedPointZeroTerminalSnrTests
{
    [Theory]
    [InlineData(5)]
    [InlineData(20)]
    [InlineData(50)]
    public void Pure_noise_is_reached_exactly_and_comes_back(int steps)
    {
        SchedulerConfiguration configuration = SchedulerConfiguration.StableDiffusion15 with
        {
            PredictionType = PredictionType.VPrediction,
            RescaleBetasZeroSnr = true,
            TimestepSpacing = TimestepSpacing.Trailing,
        };
        DdimSchedule schedule = configuration.Build(steps);
        var network = new Gentle();
        var z0 = new Latents(new LatentShape(1, 1, 2, 3), [0.3f, -0.8f, 1.1f, 0.05f, -0.4f, 0.9f]);

        InversionResult inversion = new FixedPointInverter(60, tolerance: 0).Invert(network, schedule, z0, TestContext.Current.CancellationToken);
        Latents drawn = new DdimSampler(network, schedule).Run(inversion.Trajectory.Noise, TestContext.Current.CancellationToken);

        Assert.Equal(0, schedule.Moves[0].AlphaFrom);
        Assert.InRange(Rms.Distance(z0.Values, drawn.Values), 0, 2e-5);
        Assert.InRange(inversion.Residuals[^1], 0, 1e-5);
    }

    [Theory]
    [InlineData(PredictionType.VPrediction)]
    [InlineData(PredictionType.Sample)]
    public void The_step_out_of_pure_noise_is_undone_for_a_given_output(PredictionType type)
    {
        var configuration = new SchedulerConfiguration { PredictionType = type, ClipSample = false };
        var move = new Transition(999, AlphaFrom: 0, AlphaTo: 0.02);
        float[] noise = [0.7f, -1.3f, 0.1f];
        float[] output = [0.2f, 0.5f, -0.9f];
        float[] clean = new float[3];
        float[] undone = new float[3];

        DdimStep.Apply(configuration, move, noise, output, clean);
        DdimStep.UndoFromPureNoise(type, move.Reversed, clean, output, undone);
        for (int i = 0; i < noise.Length; i++)
            Assert.Equal(noise[i], undone[i], 1e-5f);
    }

    /// <summary>A network that bends its input only a little, so that every step contracts.</summary>
    private sealed class Gentle : IDenoiser
    {
        public void Predict(Latents z, int timestep, Latents prediction, CancellationToken cancellation = default)
        {
            for (int i = 0; i < z.Values.Length; i++)
                prediction.Values[i] = (0.2f * MathF.Sin(2 * z.Values[i])) + (0.1f * MathF.Cos(timestep / 100f));
        }
    }
}
