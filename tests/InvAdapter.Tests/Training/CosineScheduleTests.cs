using InvAdapter.Training.Optimization;
using Xunit;

namespace InvAdapter.Tests.Training;

public class CosineScheduleTests
{
    [Fact]
    public void Rises_to_the_peak_and_falls_to_the_end()
    {
        var schedule = new CosineSchedule(1e-3, warmUpSteps: 4, totalSteps: 104, final: 1e-5);
        Assert.Equal([2e-4, 4e-4, 6e-4, 8e-4, 1e-3], Enumerable.Range(0, 5).Select(step => Math.Round(schedule.At(step), 12)));
        Assert.Equal((1e-3 + 1e-5) / 2, schedule.At(54), 1e-12);
        Assert.Equal(1e-5, schedule.At(104), 1e-12);
        Assert.Equal(1e-5, schedule.At(1_000_000), 1e-12);
        Assert.All(Enumerable.Range(4, 100), step => Assert.True(schedule.At(step + 1) < schedule.At(step)));
    }

    [Fact]
    public void Without_a_warm_up_it_begins_at_the_peak() => Assert.Equal(0.5, new CosineSchedule(0.5, 0, 10).At(0));

    [Theory]
    [InlineData(0, 0, 10, 0)]
    [InlineData(double.NaN, 0, 10, 0)]
    [InlineData(1, -1, 10, 0)]
    [InlineData(1, 10, 10, 0)]
    [InlineData(1, 0, 10, 2)]
    public void Refuses_what_is_no_schedule(double peak, long warmUp, long total, double final) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new CosineSchedule(peak, warmUp, total, final));
}
