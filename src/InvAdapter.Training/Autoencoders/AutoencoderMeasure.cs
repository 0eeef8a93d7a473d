using InvAdapter.Training.Data;
using InvAdapter.Training.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace InvAdapter.Training.Autoencoders;

/// <summary>What is measured of a finished autoencoder, over the first images of a source.</summary>
internal static class AutoencoderMeasure
{
    private const int Samples = 256;
    private const int BatchSize = 32;

    /// <summary>Standard deviation of all latents about their common mean: samples of the distribution, as in training.</summary>
    public static double LatentDeviation(AutoencoderKL codec, IImageSource images)
    {
        (double sum, double squares, long count) = (0, 0, 0);
        Over(images, x =>
        {
            (Tensor mean, Tensor logVariance) = codec.Encode(x);
            mean = mean.to(float64);

            // A sample's expected square is that of the mean plus the variance; no noise need be drawn.
            sum += mean.sum().item<double>();
            squares += (mean.square() + logVariance.to(float64).exp()).sum().item<double>();
            count += mean.numel();
        });
        double average = sum / count;
        return Math.Sqrt(squares / count - average * average);
    }

    /// <summary>10 · log₁₀(2² / mean squared error): images go from -1 to 1.</summary>
    public static double Psnr(AutoencoderKL codec, IImageSource images)
    {
        (double squares, long count) = (0, 0);
        Over(images, x =>
        {
            squares += (codec.forward(x).clamp(-1, 1) - x).to(float64).square().sum().item<double>();
            count += x.numel();
        });
        return 10 * Math.Log10(4 / (squares / count));
    }

    private static void Over(IImageSource images, Action<Tensor> measure)
    {
        using IDisposable frozen = no_grad();
        int samples = Math.Min(Samples, images.Count);
        for (int start = 0; start < samples; start += BatchSize)
        {
            using DisposeScope scope = NewDisposeScope();
            int[] indices = [.. Enumerable.Range(start, Math.Min(BatchSize, samples - start))];
            measure(ImageBatch.Read(images, indices).ToTensor());
        }
    }
}
