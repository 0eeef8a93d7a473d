using InvAdapter.Quantization;
using Xunit;

namespace InvAdapter.Tests.Quantization;

public class WeightRoundingTests
{
    [Fact]
    public void Every_channel_has_the_scale_of_its_largest_weight()
    {
        float[] weights = [1, -2, 0.5f, 0, 0, 0, 1e-3f, 2e-3f, -1e-3f];
        float[] scales = WeightRounding.Scales(weights, [], 1, 3);
        Assert.Equal([2f / 127, 1, 2e-3f / 127], scales);
        Assert.Equal([64, -127, 32, 0, 0, 0, 64, 127, -64], WeightRounding.Round(weights, scales).Select(step => (int)step));
    }

    [Fact]
    public void A_bias_always_fits_into_the_sums()
    {
        float[] scales = WeightRounding.Scales([1e-12f, 1], [1e3f, -5], 1e-4f, 2);
        Assert.InRange(1e3 / (1e-4 * scales[0]), 1, int.MaxValue);
        Assert.Equal(1f / 127, scales[1]);
        Assert.Equal([0, 127], WeightRounding.Round([1e-12f, 1], scales).Select(step => (int)step));
    }
}
