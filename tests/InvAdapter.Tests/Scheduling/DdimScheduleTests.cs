using CsCheck;
using InvAdapter.Scheduling;
using Xunit;

namespace InvAdapter.Tests.Scheduling;

/// <summary>What holds for every schedule.</summary>
public sealed class DdimScheduleTests
{
    internal static readonly Gen<DdimSchedule> Schedules =
        from trained in Gen.Int[1, 1200]
        from steps in Gen.Int[1, trained]
        from betas in Gen.Enum<BetaSchedule>()
        from spacing in Gen.Enum<TimestepSpacing>()
        from prediction in Gen.Enum<PredictionType>()
        from offset in Gen.Int[0, Math.Max(0, trained - 1 - (steps - 1) * (trained / steps))]
        from toOne in Gen.Bool
        select new SchedulerConfiguration
        {
            TrainTimesteps = trained, BetaStart = 0.00085, BetaEnd = 0.012, BetaSchedule = betas, TimestepSpacing = spacing,
            PredictionType = prediction, StepsOffset = offset, SetAlphaToOne = toOne, ClipSample = false,
        }.Build(steps);

    [Fact]
    public void Timesteps_descend_strictly_and_stay_in_range() => Schedules.Sample(schedule =>
    {
        Assert.All(schedule.Timesteps, t => Assert.InRange(t, 0, schedule.Configuration.TrainTimesteps - 1));
        Assert.All(schedule.Timesteps.Zip(schedule.Timesteps.Skip(1)), pair => Assert.True(pair.First > pair.Second));
        Assert.Equal(schedule.Steps, schedule.Moves.Length);
        Assert.Equal(schedule.Timesteps, schedule.Moves.Select(move => move.Timestep));
    }, iter: 2000);

    [Fact]
    public void Inverse_moves_are_the_moves_reversed() => Schedules.Sample(schedule =>
    {
        Assert.Equal(schedule.Moves.Reverse(), schedule.InverseMoves.Select(move => move.Reversed));
        Assert.All(schedule.Moves, move => Assert.True(move.AlphaTo >= move.AlphaFrom));
        Assert.All(schedule.Moves, move => Assert.Equal(schedule.AlphaAt(move.Timestep), move.AlphaFrom));
    }, iter: 500);

    [Fact]
    public void Zero_terminal_snr_ends_in_pure_noise()
    {
        var configuration = new SchedulerConfiguration
        {
            RescaleBetasZeroSnr = true, TimestepSpacing = TimestepSpacing.Trailing, PredictionType = PredictionType.VPrediction,
        };
        Assert.Equal(0, configuration.Build(10).Moves[0].AlphaFrom);
        Assert.Equal(0, configuration.Build(10).InverseMoves[^1].AlphaTo);
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => (configuration with { PredictionType = PredictionType.Epsilon }).Build(10));
        Assert.Contains("999", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1001)]
    [InlineData(1000)] // With the offset of 1, timestep 1000 would be asked for.
    public void Impossible_step_counts_are_refused(int steps) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SchedulerConfiguration.StableDiffusion15.Build(steps));

    [Fact]
    public void Trailing_ties_fall_as_in_NumPy()
    {
        // round(1000 + i·d) − 1 with d as numpy.arange(1000, 0, −1000/48) has it. The fourth value, 937.5 in exact arithmetic, falls below.
        var configuration = new SchedulerConfiguration { TimestepSpacing = TimestepSpacing.Trailing };
        int[] expected = [999, 978, 957, 936, 916, 895, 874, 853, 832, 811, 791, 770, 749];
        Assert.Equal(expected, configuration.Build(48).Timesteps.Take(expected.Length));
    }

    [Fact]
    public void Timesteps_out_of_range_are_refused()
    {
        DdimSchedule schedule = SchedulerConfiguration.StableDiffusion15.Build(10);
        Assert.Throws<ArgumentOutOfRangeException>(() => schedule.AlphaAt(1000));
        Assert.Throws<ArgumentOutOfRangeException>(() => schedule.AlphaAt(-1));
        Assert.Throws<ArgumentException>(() => schedule.AddNoise(0, new float[2], new float[3], new float[2]));
    }
}
