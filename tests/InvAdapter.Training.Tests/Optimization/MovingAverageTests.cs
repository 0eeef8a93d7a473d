using InvAdapter.Training.Optimization;
using Xunit;
using static TorchSharp.torch;

namespace InvAdapter.Training.Tests.Optimization;

public class MovingAverageTests : TorchTest
{
    [Fact]
    public void Follows_with_the_stated_share_and_steps_aside_exactly()
    {
        using nn.Module<Tensor, Tensor> network = VectorAdamWTests.Network(1);
        using var parameters = new ParameterVector([network]);
        using var average = new MovingAverage(parameters, 0.9);
        double expected = Values(parameters.Values)[5];
        for (int n = 0; n < 150; n++)
        {
            using (no_grad())
                parameters.Values.add_(0.01);
            average.Update();
            double decay = Math.Min(0.9, (1.0 + n) / (10.0 + n));
            expected = decay * expected + (1 - decay) * Values(parameters.Values)[5];
        }

        float[] trained = Values(parameters.Values);
        using (average.Apply())
        {
            Assert.Equal(expected, Values(parameters.Values)[5], 1e-5);
            Assert.Equal(Values(parameters.Values)[0], Values(network.parameters().First())[0]);
        }

        Assert.Equal(trained, Values(parameters.Values));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MovingAverage(parameters, 1));
    }
}
