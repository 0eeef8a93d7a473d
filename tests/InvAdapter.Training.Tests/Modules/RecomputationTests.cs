using InvAdapter.Models;
using InvAdapter.Tests.Golden;
using InvAdapter.Training.Adapters;
using InvAdapter.Training.Modules;
using InvAdapter.Training.Tests.Runs;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace InvAdapter.Training.Tests.Modules;

public class RecomputationTests(SmallWorld world) : TorchTest, IClassFixture<SmallWorld>
{
    [Fact]
    public void Gives_the_same_gradients_to_the_input_and_to_what_the_part_captures()
    {
        Tensor weight = randn([5], requires_grad: true);
        Tensor input = randn([5], requires_grad: true);
        (input * weight).sin().sum().backward();
        (float[] weightGradient, float[] inputGradient) = (Values(weight.grad!), Values(input.grad!));
        weight.grad!.zero_();
        input.grad!.zero_();

        Recomputation.Run(inputs => (inputs[0] * inputs[1]).sin(), input, [weight]).sum().backward();

        Assert.Equal(weightGradient, Values(weight.grad!));
        Assert.Equal(inputGradient, Values(input.grad!));
    }

    [Theory]
    [InlineData(Fusion.Embedded)]
    [InlineData(Fusion.Decoupled)]
    public void An_adapter_on_a_frozen_unet_gets_the_same_gradients(Fusion fusion)
    {
        using UNet2DConditionModel unet = UNet2DConditionModel.Load(Path.Combine(world.Model, "unet"));
        unet.Freeze();
        using InvAdapterModule adapter = new InvAdapterModule(unet.Sites, fusion);
        (Tensor latents, Tensor time, Tensor text) = (randn([2, 4, 8, 8]), tensor(new long[] { 500 }), randn([2, 12, 16]));
        Dictionary<string, Tensor> features = adapter.Sites.ToDictionary(site => site.Name, site => randn([2, 7, site.Width]));

        float[][] Gradients(bool checkpointing)
        {
            unet.GradientCheckpointing = checkpointing;
            foreach (Parameter parameter in adapter.parameters())
                parameter.grad?.zero_();
            unet.Predict(latents, time, text, identity: adapter.Project(features)).square().sum().backward();
            return [.. adapter.parameters().Select(parameter => Values(parameter.grad!))];
        }

        foreach ((float[] expected, float[] actual) in Gradients(false).Zip(Gradients(true)))
        {
            Assert.Contains(expected, value => value != 0);
            Close.To(expected, actual, 1e-4 * expected.Max(Math.Abs), "gradients");
        }
    }

    [Fact]
    public void A_network_that_learns_itself_is_refused()
    {
        using UNet2DConditionModel unet = UNet2DConditionModel.Load(Path.Combine(world.Model, "unet"));
        unet.GradientCheckpointing = true;
        Assert.Throws<InvalidOperationException>(() => unet.Predict(randn([1, 4, 8, 8]), tensor(new long[] { 500 }), randn([1, 12, 16])));
    }
}
