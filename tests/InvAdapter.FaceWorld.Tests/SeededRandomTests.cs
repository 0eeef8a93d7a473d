using CsCheck;
using Xunit;

namespace InvAdapter.FaceWorld.Tests;

public class SeededRandomTests
{
    /// <summary>The first numbers of SplitMix64 from 1234567, as published with its reference implementation.</summary>
    [Fact]
    public void Gives_the_published_numbers()
    {
        var random = new SeededRandom(1234567);

        Assert.Equal([6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL], [random.Next(), random.Next(), random.Next()]);
    }

    [Fact]
    public void Fractions_and_indices_stay_in_range() =>
        Gen.Select(Gen.Long, Gen.Int[1, 1000]).Sample((seed, count) =>
        {
            var random = new SeededRandom(seed);
            double unit = random.Unit();
            int index = random.Index(count);
            float signed = random.Signed();
            float around = random.Around(0.7);
            return unit is >= 0 and < 1 && index >= 0 && index < count && signed is >= -1 and <= 1 && around is >= -1 and <= 1;
        });

    [Fact]
    public void A_weight_is_how_often_a_value_comes()
    {
        var random = new SeededRandom(5);
        int hits = Enumerable.Range(0, 10_000).Count(_ => random.Weighted<string>([("often", 3), ("seldom", 1)]) == "often");

        Assert.InRange(hits, 7300, 7700);
    }

    [Fact]
    public void Streams_of_one_seed_differ() =>
        Assert.Equal(100, Enumerable.Range(0, 100).Select(part => SeededRandom.Stream(1, part).Next()).Distinct().Count());
}
