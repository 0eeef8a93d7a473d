using InvAdapter.Models;
using InvAdapter.Training.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace InvAdapter.Results;

/// <summary>Guided denoising with identity keys and values that don't depend on the timestep, through the training modules: what the IP-Adapter baseline runs on.</summary>
internal sealed class IdentityDenoiser(UNet2DConditionModel unet, Tensor prompt, Tensor negative, IdentityAttention identity, double scale) : IDenoiser
{
    public void Predict(Latents z, int timestep, Latents prediction, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();
        Tensor latents = tensor(z.Values.ToArray(), [z.Shape.Batch, z.Shape.Channels, z.Shape.Height, z.Shape.Width]);
        Tensor time = tensor(new long[] { timestep });
        Tensor with = unet.Predict(latents, time, prompt.expand(z.Shape.Batch, -1, -1), identity: identity);
        Tensor without = unet.Predict(latents, time, negative.expand(z.Shape.Batch, -1, -1));
        Tensor guided = (without + scale * (with - without)).contiguous();
        guided.data<float>().CopyTo(prediction.Values);
    }
}
