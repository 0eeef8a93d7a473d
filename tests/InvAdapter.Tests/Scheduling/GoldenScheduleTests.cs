using System.Text.Json;
using InvAdapter.Scheduling;
using Xunit;

namespace InvAdapter.Tests.Scheduling;

public sealed class GoldenScheduleTests
{
    /// <summary>
    /// The golden runs are float32 throughout, so their own rounding (6e-8 relative a step) is in them; division by a small
    /// √ᾱ magnifies it. Held: 4e-6 of the magnitude, or 4e-6 where that is below 1.
    /// </summary>
    private const double Tolerance = 4e-6;

    public static IEnumerable<TheoryDataRow<int>> CaseIndices => Enumerable.Range(0, GoldenSchedules.Cases.Length).Select(i => new TheoryDataRow<int>(i));

    [Fact]
    public void Golden_file_holds_every_setting() => Assert.Equal(258, GoldenSchedules.Cases.Length);

    [Theory]
    [MemberData(nameof(CaseIndices))]
    public void Timesteps_are_those_of_diffusers(int index)
    {
        GoldenSchedules.Run golden = GoldenSchedules.Cases[index];
        DdimSchedule schedule = golden.Configuration.Build(golden.Steps);

        Assert.Equal(golden.Timesteps, (golden.IsInverse ? schedule.InverseMoves : schedule.Moves).Select(move => move.Timestep));
    }

    [Theory]
    [MemberData(nameof(CaseIndices))]
    public void Trajectory_is_that_of_diffusers(int index)
    {
        GoldenSchedules.Run golden = GoldenSchedules.Cases[index];
        DdimSchedule schedule = golden.Configuration.Build(golden.Steps);
        var moves = golden.IsInverse ? schedule.InverseMoves : schedule.Moves;
        Assert.Equal(golden.Steps, golden.Trajectory.Length);

        float[] z = [.. GoldenSchedules.X0];
        for (int i = 0; i < moves.Length; i++)
        {
            float[] output = GoldenSchedules.Model(z, moves[i].Timestep);
            if (golden.Eta > 0)
                DdimStep.Apply(golden.Configuration, moves[i], z, output, golden.Eta, golden.Noise[i], z);
            else
                DdimStep.Apply(golden.Configuration, moves[i], z, output, z);

            AssertClose(golden.Trajectory[i], z, Tolerance, $"case {index}, step {i}");
        }
    }

    [Fact]
    public void Alphas_of_Stable_Diffusion_are_those_of_diffusers()
    {
        int[] timesteps = [0, 1, 10, 100, 500, 900, 999];
        float[] golden = GoldenSchedules.Floats(GoldenSchedules.Root.GetProperty("alphas_cumprod_sd15"));
        DdimSchedule schedule = SchedulerConfiguration.StableDiffusion15.Build(50);

        Assert.Equal(golden, timesteps.Select(t => (float)schedule.AlphaAt(t)));
    }

    [Fact]
    public void Noise_and_velocity_are_those_of_diffusers()
    {
        DdimSchedule schedule = SchedulerConfiguration.StableDiffusion15.Build(50);
        float[] result = new float[GoldenSchedules.X0.Length];
        JsonElement.ArrayEnumerator rows = GoldenSchedules.Root.GetProperty("add_noise").EnumerateArray();
        Assert.Equal(6, rows.Count());

        foreach (JsonElement row in rows)
        {
            int timestep = row.GetProperty("t").GetInt32();
            float[] noise = GoldenSchedules.Floats(row.GetProperty("noise"));
            schedule.AddNoise(timestep, GoldenSchedules.X0, noise, result);
            AssertClose(GoldenSchedules.Floats(row.GetProperty("add_noise")), result, 5e-7, $"noised at {timestep}");
            schedule.Velocity(timestep, GoldenSchedules.X0, noise, result);
            AssertClose(GoldenSchedules.Floats(row.GetProperty("velocity")), result, 5e-7, $"velocity at {timestep}");
        }
    }

    internal static void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double error = Math.Abs(expected[i] - actual[i]) / Math.Max(1, Math.Abs(expected[i]));
            Assert.True(error <= tolerance, $"{what}: value {i} should be {expected[i]}, but is {actual[i]} (error {error:g3}).");
        }
    }
}
