using InvAdapter.Imaging;
using InvAdapter.Training.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace InvAdapter.Results;

/// <summary>The base model's autoencoder: what it makes of true drawings.</summary>
internal sealed class RoundTrip(string model) : IDisposable
{
    private readonly AutoencoderKL _codec = AutoencoderKL.Load(Path.Combine(model, "vae"));

    /// <summary>Encodes a picture and decodes it again.</summary>
    public PixelBuffer Through(PixelBuffer image)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();
        return Picture(_codec.forward(ToTensor(image)));
    }

    public void Dispose() => _codec.Dispose();

    public static Tensor ToTensor(PixelBuffer image)
    {
        var values = new float[3 * image.Size.PixelCount];
        image.ToPlanar(values);
        return tensor(values, [1, 3, image.Height, image.Width]);
    }

    private static PixelBuffer Picture(Tensor image) =>
        PixelBuffer.FromPlanar(image.contiguous().data<float>().ToArray(), (int)image.shape[3], (int)image.shape[2]);
}
