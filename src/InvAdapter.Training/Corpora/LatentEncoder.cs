using System.Runtime.InteropServices;
using System.Text.Json;
using InvAdapter.Training.Checkpoints;
using InvAdapter.Training.Data;
using InvAdapter.Training.Modules;
using InvAdapter.Training.Runs;
using InvAdapter.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace InvAdapter.Training.Corpora;

/// <summary>Encodes images once, so that no training that follows needs the autoencoder.</summary>
public static class LatentEncoder
{
    private const int ShardSize = 2048;
    private const int BatchSize = 32;

    /// <summary>Encodes all images into a folder, or the rest of them where the folder was begun with the same images and autoencoder.</summary>
    /// <param name="folder">The folder; made where it is missing.</param>
    /// <param name="images">The images; read on a thread of their own.</param>
    /// <param name="autoencoder">The <c>vae</c> folder.</param>
    /// <param name="computeType">What the autoencoder computes in: float32, or bfloat16, which is faster and moves latents by less than a hundredth.</param>
    /// <param name="threads">Threads of libtorch; null for as many as it takes.</param>
    /// <param name="progress">Told images done.</param>
    /// <param name="cancellation">Stops between two batches; what was finished stays.</param>
    /// <exception cref="InvalidFileException">The folder has other latents.</exception>
    /// <exception cref="ModelFormatException">The autoencoder can't be read.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static void Encode(
        string folder, ICaptionedImages images, string autoencoder, ScalarType computeType = ScalarType.Float32, int? threads = null, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ArgumentNullException.ThrowIfNull(images);
        LibTorch.Require();
        if (threads is { } count)
            set_num_threads(count);
        using AutoencoderKL codec = AutoencoderKL.Load(autoencoder);
        codec.to(computeType);
        CorpusManifest manifest = Begin(folder, images, codec, autoencoder, computeType);
        for (int shard = 0; shard < manifest.Shards; shard++)
        {
            string path = CorpusManifest.ShardPath(folder, shard);
            if (!File.Exists(path))
                WriteShard(path, shard, manifest, images, codec, progress, cancellation);
            progress?.Report(shard * ShardSize + manifest.CountIn(shard));
        }
    }

    private static CorpusManifest Begin(string folder, IImageSource images, AutoencoderKL codec, string autoencoder, ScalarType computeType)
    {
        int downscale = codec.Configuration.Downscale;
        if (images.Width % downscale != 0 || images.Height % downscale != 0)
            throw new ArgumentException($"Images of {images.Width}×{images.Height} can't be encoded: both sides must be multiples of {downscale}.", nameof(images));
        var manifest = new CorpusManifest(
            CorpusManifest.Describe(images),
            computeType.ToString(),
            ModelFiles.EncoderFingerprint(autoencoder),
            images.Count,
            ShardSize,
            codec.Configuration.LatentChannels,
            images.Height / downscale,
            images.Width / downscale);
        if (CorpusManifest.IsIn(folder))
        {
            CorpusManifest found = CorpusManifest.Read(folder);
            if (found != manifest)
                throw new InvalidFileException(Path.Combine(folder, CorpusManifest.FileName), "the content", manifest.ToString(), found.ToString());
            return found;
        }

        Directory.CreateDirectory(folder);
        manifest.Write(folder);
        return manifest;
    }

    private static void WriteShard(
        string path, int shard, CorpusManifest manifest, ICaptionedImages images, AutoencoderKL codec, IProgress<int>? progress, CancellationToken cancellation)
    {
        (int first, int count) = (shard * ShardSize, manifest.CountIn(shard));
        var latents = new float[count * manifest.Shape.SampleLength];
        int batches = (count + BatchSize - 1) / BatchSize;
        using var producer = new BatchProducer<ImageBatch>(batch => Read(images, first, count, (int)batch), 0, batches);
        for (int batch = 0; batch < batches; batch++)
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            using IDisposable frozen = no_grad();
            ImageBatch next = producer.Next();
            using Tensor mean = (codec.Encode(next.ToTensor()).Mean.to(float32) * codec.Configuration.ScalingFactor).cpu().contiguous();
            MemoryMarshal.Cast<byte, float>(mean.bytes).CopyTo(latents.AsSpan(batch * BatchSize * manifest.Shape.SampleLength));
            progress?.Report(first + batch * BatchSize + next.Count);
        }

        IEnumerable<int> range = Enumerable.Range(first, count);
        byte[] captions = JsonSerializer.SerializeToUtf8Bytes(range.Select(images.Caption));
        SafetensorsWriter.Write(path,
        [
            TensorSource.FromSingle("latents", latents, [count, manifest.Channels, manifest.Height, manifest.Width], ElementType.Float16),
            TensorSource.FromInt64("subjects", range.Select(images.Subject).ToArray(), [count]),
            TensorSource.FromBytes("captions", ElementType.UInt8, [captions.Length], captions),
        ]);
    }

    private static ImageBatch Read(IImageSource images, int first, int count, int batch)
    {
        int start = batch * BatchSize;
        return ImageBatch.Read(images, [.. Enumerable.Range(first + start, Math.Min(BatchSize, count - start))]);
    }
}
