using System.Numerics.Tensors;
using InvAdapter.Configuration;
using InvAdapter.Graphs;
using InvAdapter.Runtime;
using InvAdapter.Weights;

namespace InvAdapter.Models;

/// <summary>An <c>AutoencoderKL</c>: encoder and decoder, a session each.</summary>
public sealed class Autoencoder : ILatentCodec, IDisposable
{
    private readonly OnnxSession _encoder;
    private readonly OnnxSession _decoder;

    private Autoencoder(AutoencoderConfiguration configuration, OnnxSession encoder, OnnxSession decoder)
    {
        Configuration = configuration;
        _encoder = encoder;
        _decoder = decoder;
    }

    /// <summary>The network's shape.</summary>
    public AutoencoderConfiguration Configuration { get; }

    /// <inheritdoc/>
    public int Downscale => Configuration.Downscale;

    /// <summary>Builds and loads both halves.</summary>
    /// <param name="configuration">The network's shape.</param>
    /// <param name="weights">Its tensors; needed only while loading.</param>
    /// <param name="provider">Where to run it.</param>
    /// <param name="precision">What to compute in.</param>
    /// <exception cref="ModelFormatException">A tensor is missing or has another shape.</exception>
    /// <exception cref="ExecutionProviderException">The provider can't be used in this process.</exception>
    public static Autoencoder Load(AutoencoderConfiguration configuration, WeightFolder weights, ExecutionProvider provider, GraphPrecision precision)
    {
        OnnxSession encoder = OnnxSession.Create(AutoencoderGraphs.BuildEncoder(configuration, weights, GraphTarget.For(provider, precision)), provider);
        try
        {
            // Decoding has the highest peak of all; a third more time for it is about 2% of an image's (docs/performance.md).
            OnnxSession decoder = OnnxSession.Create(AutoencoderGraphs.BuildDecoder(configuration, weights, GraphTarget.For(provider, precision)), provider, ArenaUse.None);
            var loaded = new Autoencoder(configuration, encoder, decoder);
            if (provider.IsCpu)
                loaded.EncodeSmallest();
            return loaded;
        }
        catch
        {
            encoder.Dispose();
            throw;
        }
    }

    /// <summary>Encodes images to the distribution that the latents come from, at the autoencoder's own scale.</summary>
    /// <inheritdoc cref="ILatentCodec.Encode"/>
    /// <returns>Mean and log-variance, [B,C,h,w] each.</returns>
    public (Latents Mean, Latents LogVariance) EncodeMoments(ReadOnlyMemory<float> images, int batch, int height, int width, CancellationToken cancellation = default)
    {
        CheckImages(images, batch, height, width);

        var shape = new LatentShape(batch, Configuration.LatentChannels, height / Downscale, width / Downscale);
        float[] both = new float[2 * shape.Length];

        // The runtime asks for writable memory but only reads an input. The result isn't left in the runtime's memory, which it could not give back then.
        Memory<float> memory = System.Runtime.InteropServices.MemoryMarshal.AsMemory(images);
        using DeviceTensor input = DeviceTensor.FromMemory(memory, batch, Configuration.InChannels, height, width);
        using DeviceTensor moments = DeviceTensor.FromMemory<float>(both, batch, 2 * shape.Channels, shape.Height, shape.Width);
        using BoundCall call = _encoder.Bind();
        call.Input(AutoencoderGraphs.Image, input);
        call.Output(AutoencoderGraphs.Moments, moments);
        call.ShrinkAfterwards();
        call.Run(cancellation);

        var mean = new Latents(shape);
        var logVariance = new Latents(shape);
        for (int i = 0; i < batch; i++)
        {
            ReadOnlySpan<float> sample = both.AsSpan(2 * i * shape.SampleLength, 2 * shape.SampleLength);
            sample[..shape.SampleLength].CopyTo(mean.Sample(i));
            sample[shape.SampleLength..].CopyTo(logVariance.Sample(i));
        }

        return (mean, logVariance);
    }

    /// <inheritdoc/>
    public Latents Encode(ReadOnlyMemory<float> images, int batch, int height, int width, CancellationToken cancellation = default)
    {
        (Latents mean, _) = EncodeMoments(images, batch, height, width, cancellation);
        TensorPrimitives.Multiply(mean.Values, (float)Configuration.ScalingFactor, mean.Values);
        return mean;
    }

    /// <inheritdoc/>
    public float[] Decode(Latents latents, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(latents);
        LatentShape shape = latents.Shape;
        if (shape.Channels != Configuration.LatentChannels)
            throw new ArgumentException($"Latents have {shape.Channels} channels, but this autoencoder takes {Configuration.LatentChannels}.", nameof(latents));

        float[] unscaled = new float[shape.Length];
        TensorPrimitives.Divide(latents.Values, (float)Configuration.ScalingFactor, unscaled);
        using DeviceTensor input = DeviceTensor.FromMemory<float>(unscaled, shape.Batch, shape.Channels, shape.Height, shape.Width);
        using DeviceTensor image = _decoder.Run([new(AutoencoderGraphs.Latents, input)], [AutoencoderGraphs.Image], TensorPlacement.Host, cancellation)[0];
        return image.ToArray();
    }

    /// <summary>Releases both sessions and with them the weights.</summary>
    public void Dispose()
    {
        _encoder.Dispose();
        _decoder.Dispose();
    }

    /// <summary>The runtime never gives back the first piece of memory that a session takes; so that is a small one, not an image's.</summary>
    private void EncodeSmallest() => EncodeMoments(new float[Configuration.InChannels * Downscale * Downscale], 1, Downscale, Downscale);

    private void CheckImages(ReadOnlyMemory<float> images, int batch, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batch);
        if (height < Downscale || width < Downscale || height % Downscale != 0 || width % Downscale != 0)
            throw new ArgumentException($"Images of {width}×{height} can't be encoded: both sides must be multiples of {Downscale}.", nameof(images));
        if (images.Length != (long)batch * Configuration.InChannels * height * width)
            throw new ArgumentException($"{batch} images of {Configuration.InChannels}×{height}×{width} don't have {images.Length} values.", nameof(images));
    }
}
