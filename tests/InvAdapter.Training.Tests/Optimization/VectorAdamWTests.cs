using InvAdapter.Training.Modules;
using InvAdapter.Training.Optimization;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace InvAdapter.Training.Tests.Optimization;

public class VectorAdamWTests : TorchTest
{
    [Fact]
    public void Steps_as_PyTorch_does()
    {
        using nn.Module<Tensor, Tensor> ours = Network(1);
        using nn.Module<Tensor, Tensor> theirs = Network(1);
        using var parameters = new ParameterVector([ours]);
        using var optimizer = new VectorAdamW(parameters, new AdamWOptions { WeightDecay = 0.1 });
        using AdamW reference = optim.AdamW(theirs.parameters(), lr: 3e-3, weight_decay: 0.1);
        for (int step = 0; step < 20; step++)
        {
            parameters.ZeroGradients();
            reference.zero_grad();
            Loss(ours, step).backward();
            Loss(theirs, step).backward();
            parameters.Collect();
            optimizer.Step(3e-3);
            reference.step();
        }

        foreach (((string name, Parameter a), (_, Parameter b)) in ours.named_parameters().Zip(theirs.named_parameters()))
            AssertClose(b, a, 2e-6, name);
    }

    [Fact]
    public void Clips_as_PyTorch_does_and_reports_the_length_before()
    {
        using nn.Module<Tensor, Tensor> ours = Network(2);
        using nn.Module<Tensor, Tensor> theirs = Network(2);
        using var parameters = new ParameterVector([ours]);
        Loss(ours, 0).backward();
        Loss(theirs, 0).backward();
        double norm = nn.utils.clip_grad_norm_(theirs.parameters(), 0.01);

        Assert.Equal(norm, parameters.Collect(0.01), 1e-6);
        foreach (((string name, Parameter a), (_, Parameter b)) in ours.named_parameters().Zip(theirs.named_parameters()))
            AssertClose(b.grad!, a.grad!, 1e-7, name);
    }

    [Fact]
    public void Frozen_parameters_stay_out_and_as_they_are()
    {
        using nn.Module<Tensor, Tensor> network = Network(3);
        Parameter frozen = network.parameters().First();
        frozen.requires_grad = false;
        float[] before = Values(frozen);
        using var parameters = new ParameterVector([network]);
        using var optimizer = new VectorAdamW(parameters);
        Loss(network, 0).backward();
        parameters.Collect();
        optimizer.Step(0.1);

        Assert.Equal(3, parameters.Names.Length);
        Assert.Equal(before, Values(frozen));
        network.Freeze();
        Assert.Throws<ArgumentException>(() => new ParameterVector([network]));
        Assert.Throws<ArgumentException>(() => new ParameterVector([network], ScalarType.Float16));
    }

    [Fact]
    public void A_bfloat16_network_learns_through_its_float32_master()
    {
        using nn.Module<Tensor, Tensor> network = Network(4);
        using var parameters = new ParameterVector([network], ScalarType.BFloat16);
        using var optimizer = new VectorAdamW(parameters, new AdamWOptions { WeightDecay = 0 });
        Assert.All(network.parameters(), parameter => Assert.Equal(ScalarType.BFloat16, parameter.dtype));
        float[] before = Values(parameters.Values);

        double first = 0;
        double last = 0;
        for (int step = 0; step < 60; step++)
        {
            parameters.ZeroGradients();
            Tensor loss = Loss(network, 0, ScalarType.BFloat16);
            loss.backward();
            parameters.Collect();

            // Steps so small that bfloat16 alone would lose them.
            optimizer.Step(5e-4);
            last = loss.to(float64).item<double>();
            first = step == 0 ? last : first;
        }

        Assert.True(last < 0.8 * first, $"{first} to {last}");
        Assert.NotEqual(before, Values(parameters.Values));
        Assert.Equal(ScalarType.Float32, parameters.Values.dtype);
    }

    internal static nn.Module<Tensor, Tensor> Network(int seed)
    {
        manual_seed(seed);
        return nn.Sequential(("first", nn.Linear(6, 16)), ("middle", nn.SiLU()), ("last", nn.Linear(16, 3)));
    }

    internal static Tensor Loss(nn.Module<Tensor, Tensor> network, int step, ScalarType type = ScalarType.Float32)
    {
        float[] numbers = [.. Enumerable.Range(0, 8 * 6).Select(i => MathF.Sin(i * 0.7f + step))];
        Tensor input = tensor(numbers, [8, 6]).to(type);
        return (network.forward(input) - input.narrow(1, 0, 3)).square().mean();
    }
}
