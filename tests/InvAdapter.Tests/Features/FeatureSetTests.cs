using CsCheck;
using InvAdapter.Features;
using InvAdapter.Runtime;
using Xunit;

namespace InvAdapter.Tests.Features;

public class FeatureSetTests
{
    [Fact]
    public void The_nearest_timestep_is_the_noisier_of_two_as_near() =>
        Gen.Select(Gen.Int[0, 60].HashSet[1, 6], Gen.Int[-5, 70]).Sample((timesteps, wanted) =>
        {
            using FeatureSet features = SmallIdentity.Features(timesteps, new Random(0));
            int nearest = features.Nearest(wanted);

            Assert.Contains(nearest, timesteps);
            int distance = Math.Abs(nearest - wanted);
            Assert.All(timesteps, other => Assert.True(Math.Abs(other - wanted) > distance || (Math.Abs(other - wanted) == distance && other <= nearest)));
        });

    [Theory]
    [InlineData(10, 10)]
    [InlineData(15, 20)]
    [InlineData(14, 10)]
    [InlineData(16, 20)]
    [InlineData(int.MinValue, 10)]
    [InlineData(int.MaxValue, 20)]
    public void Ties_and_far_timesteps_have_an_answer(int wanted, int expected)
    {
        using FeatureSet features = SmallIdentity.Features([20, 10], new Random(0));
        Assert.Equal(expected, features.Nearest(wanted));
    }

    [Fact]
    public void Timesteps_ascend_and_sites_are_in_order()
    {
        using FeatureSet features = SmallIdentity.Features([501, 1, 20], new Random(0));

        Assert.Equal([1, 20, 501], features.Timesteps);
        Assert.Equal(["down.attn1", "up.attn2"], features.Sites);
        Assert.Equal(3 * (12 + 5) * sizeof(float), features.SizeInBytes);
        Assert.Equal([1, 4, 3], features.At(20)["down.attn1"].Shape);
        Assert.Throws<ArgumentOutOfRangeException>("timestep", () => features.At(2));
    }

    [Fact]
    public void Sets_that_are_empty_or_uneven_are_refused()
    {
        using DeviceTensor tensor = DeviceTensor.FromMemory<float>(new float[2], 1, 1, 2);
        var one = new Dictionary<string, DeviceTensor> { ["a"] = tensor };
        var other = new Dictionary<string, DeviceTensor> { ["b"] = tensor };
        var both = new Dictionary<string, DeviceTensor> { ["a"] = tensor, ["b"] = tensor };
        var none = new Dictionary<string, DeviceTensor>();

        Assert.Throws<ArgumentException>("features", () => Of());
        Assert.Throws<ArgumentException>("features", () => Of((1, none)));
        Assert.Throws<ArgumentException>("features", () => Of((1, one), (2, other)));
        Assert.Throws<ArgumentException>("features", () => Of((1, one), (2, both)));
        Assert.Throws<ArgumentException>(() => Of((1, one), (1, one)));
        Assert.Equal(2, tensor.Values.Length);
    }

    [Fact]
    public void Disposal_releases_every_feature()
    {
        FeatureSet features = SmallIdentity.Features([1, 2], new Random(0));
        DeviceTensor[] tensors = [.. features.Timesteps.SelectMany(timestep => features.At(timestep).Values)];

        features.Dispose();

        Assert.Equal(4, tensors.Length);
        Assert.All(tensors, tensor => Assert.Throws<ObjectDisposedException>(() => tensor.Values.Length));
    }

    private static FeatureSet Of(params (int Timestep, Dictionary<string, DeviceTensor> Sites)[] features) =>
        new(features.Select(item => KeyValuePair.Create(item.Timestep, (IReadOnlyDictionary<string, DeviceTensor>)item.Sites)));
}
