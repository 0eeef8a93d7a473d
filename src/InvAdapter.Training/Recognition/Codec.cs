using InvAdapter.Training.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace InvAdapter.Training.Recognition;

/// <summary>An autoencoder as what images go through before they are recognised: what is judged later are decoded images.</summary>
internal static class Codec
{
    /// <summary>Loads one to compute in a type, without gradients.</summary>
    public static AutoencoderKL Load(string folder, ScalarType type)
    {
        AutoencoderKL codec = AutoencoderKL.Load(folder);
        codec.to(type);
        codec.Freeze();
        return codec;
    }

    /// <summary>Encodes images to the means of their latents, and decodes those.</summary>
    /// <param name="codec">The autoencoder.</param>
    /// <param name="images">[B,3,H,W] in -1..1.</param>
    /// <returns>The same, float32.</returns>
    public static Tensor Through(AutoencoderKL codec, Tensor images)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor typed = images.to(codec.parameters().First().dtype);
        return codec.forward(typed).to(float32).clamp(-1, 1).MoveToOuterDisposeScope();
    }
}
