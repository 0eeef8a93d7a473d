namespace InvAdapter.Models;

/// <summary>The autoencoder: images to latents and back. Any number of threads may ask at once.</summary>
public interface ILatentCodec
{
    /// <summary>Pixels to one latent along each side; 8 for Stable Diffusion.</summary>
    int Downscale { get; }

    /// <summary>Encodes images to latents at the UNet's scale: the distribution's mean, times the scaling factor.</summary>
    /// <param name="images">Pixels [B,3,H,W] in -1..1; H and W multiples of <see cref="Downscale"/>.</param>
    /// <param name="batch">Number of images B.</param>
    /// <param name="height">Height H.</param>
    /// <param name="width">Width W.</param>
    /// <param name="cancellation">Stops the call between two of its operators.</param>
    /// <exception cref="ArgumentException">A size doesn't fit.</exception>
    Latents Encode(ReadOnlyMemory<float> images, int batch, int height, int width, CancellationToken cancellation = default);

    /// <summary>Decodes latents at the UNet's scale to images.</summary>
    /// <param name="latents">Latents [B,C,h,w].</param>
    /// <param name="cancellation">Stops the call between two of its operators.</param>
    /// <returns>Pixels [B,3,H,W], about -1..1, not clamped.</returns>
    float[] Decode(Latents latents, CancellationToken cancellation = default);
}
