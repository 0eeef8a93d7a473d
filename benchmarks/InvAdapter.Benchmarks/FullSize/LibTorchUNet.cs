using InvAdapter.Models;
using InvAdapter.Training.Modules;
using TorchSharp;

namespace InvAdapter.Benchmarks.FullSize;

/// <summary>The training module of a UNet, asked as a sampler would: without gradients, from and to managed memory.</summary>
internal sealed class LibTorchUNet : IDisposable
{
    private readonly UNet2DConditionModel _network;

    private LibTorchUNet(UNet2DConditionModel network) => _network = network;

    /// <param name="folder">The model's folder.</param>
    /// <param name="type">What it computes in.</param>
    /// <param name="threads">libtorch's, for the whole process; 0 for as many as it takes by itself.</param>
    public static LibTorchUNet Load(string folder, torch.ScalarType type, int threads)
    {
        if (threads > 0)
            torch.set_num_threads(threads);
        UNet2DConditionModel network = UNet2DConditionModel.Load(Path.Combine(folder, "unet"));
        network.eval();
        network.to(type);
        return new LibTorchUNet(network);
    }

    public void Predict(NoiseQuery query)
    {
        using IDisposable frozen = torch.no_grad();
        using DisposeScope scope = torch.NewDisposeScope();
        LatentShape shape = query.Latents.Shape;
        torch.Tensor z = torch.tensor(query.Latents.Values.ToArray(), [shape.Batch, shape.Channels, shape.Height, shape.Width]);
        torch.Tensor text = torch.tensor(query.Text.Values.ToArray(), [1, query.Text.Tokens, query.Text.Width]);
        _ = _network.Predict(z, torch.tensor([(float)query.Timestep]), text).to(torch.float32).data<float>().ToArray();
    }

    public void Dispose() => _network.Dispose();
}
