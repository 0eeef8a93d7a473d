using CsCheck;
using InvAdapter.Adapters;
using Xunit;

namespace InvAdapter.Tests.Adapters;

public class StrengthScheduleTests
{
    [Fact]
    public void A_number_is_that_strength_at_every_step()
    {
        StrengthSchedule schedule = 0.8;
        Assert.Equal([0.8, 0.8, 0.8], Enumerable.Range(0, 3).Select(step => schedule.At(step, 3)));
        Assert.Equal(StrengthSchedule.Constant(0.8), schedule);
        Assert.Equal(StrengthSchedule.FromDouble(0.8), schedule);
        Assert.Equal([1, 1], Enumerable.Range(0, 2).Select(step => new StrengthSchedule().At(step, 2)));
    }

    [Fact]
    public void Between_start_and_end_it_changes_linearly_and_outside_it_is_zero()
    {
        var schedule = new StrengthSchedule { From = 1, To = 0.5, Start = 0.25, End = 0.75 };
        Assert.Equal([0, 1, 0.75, 0.5, 0], Enumerable.Range(0, 5).Select(step => schedule.At(step, 5)));
    }

    [Fact]
    public void A_single_step_is_the_beginning()
    {
        Assert.Equal(2, new StrengthSchedule { From = 2, To = 1 }.At(0, 1));
        Assert.Equal(0, new StrengthSchedule { Start = 0.5 }.At(0, 1));
    }

    [Fact]
    public void An_end_before_the_start_is_never()
    {
        var never = new StrengthSchedule { Start = 0.6, End = 0.4 };
        Assert.All(Enumerable.Range(0, 11), step => Assert.Equal(0, never.At(step, 11)));
        Assert.Equal([0, 3, 0], Enumerable.Range(0, 3).Select(step => new StrengthSchedule { From = 3, To = 5, Start = 0.5, End = 0.5 }.At(step, 3)));
    }

    [Fact]
    public void Strength_stays_between_its_two_ends() =>
        Gen.Select(Gen.Double[0, 10], Gen.Double[0, 10], Gen.Double[0, 1], Gen.Double[0, 1], Gen.Int[1, 100]).Sample((from, to, start, end, steps) =>
        {
            var schedule = new StrengthSchedule { From = from, To = to, Start = start, End = end };
            for (int step = 0; step < steps; step++)
            {
                double progress = steps == 1 ? 0 : (double)step / (steps - 1);
                double strength = schedule.At(step, steps);
                if (progress < start || progress > end)
                    Assert.Equal(0, strength);
                else
                    Assert.InRange(strength, Math.Min(from, to) - 1e-12, Math.Max(from, to) + 1e-12);
            }
        });

    [Theory]
    [InlineData(-0.001)]
    [InlineData(10.001)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Strengths_out_of_range_are_refused(double strength)
    {
        Assert.Throws<ArgumentOutOfRangeException>("From", () => StrengthSchedule.Constant(strength));
        Assert.Throws<ArgumentOutOfRangeException>("To", () => new StrengthSchedule { To = strength });
    }

    [Theory]
    [InlineData(-0.001)]
    [InlineData(1.001)]
    [InlineData(double.NaN)]
    public void Progress_out_of_range_is_refused(double progress)
    {
        Assert.Throws<ArgumentOutOfRangeException>("Start", () => new StrengthSchedule { Start = progress });
        Assert.Throws<ArgumentOutOfRangeException>("End", () => new StrengthSchedule { End = progress });
    }

    [Fact]
    public void Steps_that_are_not_there_are_refused()
    {
        StrengthSchedule schedule = 1;
        Assert.Throws<ArgumentOutOfRangeException>("steps", () => schedule.At(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>("step", () => schedule.At(3, 3));
        Assert.Throws<ArgumentOutOfRangeException>("step", () => schedule.At(-1, 3));
    }
}
