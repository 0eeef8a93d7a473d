using InvAdapter.Configuration;
using TorchSharp;
using static TorchSharp.torch;

namespace InvAdapter.Training.Modules;

/// <summary>The activation functions, by their configured names.</summary>
internal static class Activations
{
    public static Tensor Apply(this ActivationFunction function, Tensor x) => function switch
    {
        ActivationFunction.Silu => nn.functional.silu(x),
        ActivationFunction.Gelu => nn.functional.gelu(x),
        ActivationFunction.QuickGelu => x * sigmoid(1.702 * x),
        ActivationFunction.Mish => nn.functional.mish(x),
        ActivationFunction.Relu => nn.functional.relu(x),
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "Not an activation function."),
    };
}
