using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace InvAdapter.Training.Modules;

/// <summary>Keeps networks from learning.</summary>
internal static class Freezing
{
    /// <summary>Has no gradients computed for a network's parameters; they still flow through it.</summary>
    public static void Freeze(this Module network)
    {
        foreach (Parameter parameter in network.parameters())
            parameter.requires_grad = false;
    }
}
