using InvAdapter.Scheduling;
using InvAdapter.Training.Optimization;
using Xunit;

namespace InvAdapter.Tests.Training;

public class LossWeightsTests
{
    [Theory]
    [InlineData(PredictionType.Epsilon, new[] { 1, 1, 1, 5f / 99 })]
    [InlineData(PredictionType.VPrediction, new[] { 0, 0.5f, 0.8f, 0.05f })]
    [InlineData(PredictionType.Sample, new[] { 0, 1, 4f, 5f })]
    public void Caps_the_signal_to_noise_ratio(PredictionType prediction, float[] expected)
    {
        // SNR 0, 1, 4 and 99.
        float[] weights = LossWeights.MinSnr([0, 0.5f, 0.8f, 0.99f], prediction);
        Assert.Equal(expected.Length, weights.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], weights[i], 1e-5);
    }

    [Fact]
    public void Refuses_what_has_no_ratio()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => LossWeights.MinSnr([1], PredictionType.Epsilon));
        Assert.Throws<ArgumentOutOfRangeException>(() => LossWeights.MinSnr([float.NaN], PredictionType.Epsilon));
        Assert.Throws<ArgumentOutOfRangeException>(() => LossWeights.MinSnr([0.5f], PredictionType.Epsilon, 0));
    }
}
