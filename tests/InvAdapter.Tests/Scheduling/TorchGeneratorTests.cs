using System.Text.Json;
using InvAdapter.Scheduling;
using InvAdapter.Tests.Golden;
using Xunit;

namespace InvAdapter.Tests.Scheduling;

public sealed class TorchGeneratorTests
{
    /// <summary>PyTorch's vectorised log, sine and cosine are approximations of a few float roundings.</summary>
    private const double Tolerance = 1e-6;

    private static readonly JsonElement[] Cases =
    [
        .. JsonDocument.Parse(File.ReadAllBytes(Path.Combine(GoldenFolders.InRepository, "torch-randn.json"))).RootElement.GetProperty("cases").EnumerateArray()
    ];

    public static IEnumerable<TheoryDataRow<int, long, int>> CaseRows => Cases.Select((value, i) =>
        new TheoryDataRow<int, long, int>(i, value.GetProperty("seed").GetInt64(), value.GetProperty("count").GetInt32()));

    [Theory]
    [MemberData(nameof(CaseRows))]
    public void Draws_what_torch_draws(int index, long seed, int count)
    {
        JsonElement golden = Cases[index];
        var generator = new TorchGenerator(seed);
        float[] values = new float[count];
        float[] next = new float[8];

        generator.Fill(values);
        generator.Fill(next);

        float[] first = GoldenSchedules.Floats(golden.GetProperty("first"));
        float[] last = GoldenSchedules.Floats(golden.GetProperty("last"));
        GoldenScheduleTests.AssertClose(first, values.AsSpan(0, first.Length), Tolerance, "first");
        GoldenScheduleTests.AssertClose(last, values.AsSpan(count - last.Length), Tolerance, "last");
        GoldenScheduleTests.AssertClose(GoldenSchedules.Floats(golden.GetProperty("next8")), next, Tolerance, "next");
        Assert.Equal(golden.GetProperty("sum").GetDouble(), values.Sum(value => (double)value), Tolerance * Math.Max(1, Math.Sqrt(count)));
    }

    [Fact]
    public void Draws_below_sixteen_values_are_those_of_torch_to_the_last_bit()
    {
        foreach (JsonElement golden in Cases.Where(value => value.GetProperty("count").GetInt32() < 16))
        {
            var generator = new TorchGenerator(golden.GetProperty("seed").GetInt64());
            float[] values = new float[golden.GetProperty("count").GetInt32()];
            generator.Fill(values);
            float[] first = GoldenSchedules.Floats(golden.GetProperty("first"));
            Assert.Equal(first, values[..first.Length]);
        }
    }

    [Fact]
    public void A_spare_value_survives_a_long_draw()
    {
        var generator = new TorchGenerator(0);
        float[] one = new float[1];
        generator.Fill(one);
        generator.Fill(new float[16]);
        generator.Fill(one);

        // The second number of seed 0's scalar algorithm, drawn before the sixteen.
        Assert.Equal(-0.293428897857666f, one[0]);
    }

    [Fact]
    public void Filling_nothing_draws_nothing()
    {
        var generator = new TorchGenerator(0);
        generator.Fill([]);
        float[] values = new float[4];
        generator.Fill(values);
        Assert.Equal(1.5409960746765137f, values[0]);
    }

    [Fact]
    public void A_large_draw_is_standard_normal()
    {
        float[] values = new float[1 << 18];
        new TorchGenerator(-1).Fill(values);

        Assert.Equal(0, values.Average(), 0.01);
        Assert.Equal(1, Math.Sqrt(values.Average(value => (double)value * value)), 0.01);
        Assert.All(values, value => Assert.True(float.IsFinite(value)));
    }
}
