using InvAdapter.Imaging;
using InvAdapter.Models;

namespace InvAdapter;

/// <summary>Pictures to latents and back.</summary>
internal static class PipelineImages
{
    /// <summary>z₀ of a picture.</summary>
    public static Latents Encode(this ILatentCodec codec, PixelBuffer image, CancellationToken cancellation)
    {
        float[] planar = new float[3 * image.Size.PixelCount];
        image.ToPlanar(planar);
        return codec.Encode(planar, 1, image.Height, image.Width, cancellation);
    }

    /// <summary>The pictures of a batch of latents.</summary>
    public static IEnumerable<PixelBuffer> DecodeImages(this ILatentCodec codec, Latents latents, CancellationToken cancellation)
    {
        (int width, int height) = (latents.Shape.Width * codec.Downscale, latents.Shape.Height * codec.Downscale);
        float[] pixels = codec.Decode(latents, cancellation);
        if (pixels.Any(float.IsNaN))
            throw new InferenceException("vae_decoder", "The autoencoder gave pixels that are not numbers: it overflowed, or the latents did. Try GraphPrecision.Float32.");
        int length = 3 * width * height;
        for (int i = 0; i < latents.Shape.Batch; i++)
            yield return PixelBuffer.FromPlanar(pixels.AsSpan(i * length, length), width, height);
    }

    /// <summary>Peak signal-to-noise ratio between two pictures of one size, in decibels.</summary>
    public static double Psnr(PixelBuffer a, PixelBuffer b)
    {
        double sum = 0;
        for (int i = 0; i < a.Pixels.Length; i++)
        {
            double difference = a.Pixels[i] - b.Pixels[i];
            sum += difference * difference;
        }

        return sum == 0 ? double.PositiveInfinity : 10 * Math.Log10(255.0 * 255.0 * a.Pixels.Length / sum);
    }
}
