using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text.Json;
using InvAdapter.Models;
using InvAdapter.Training.Checkpoints;
using InvAdapter.Weights;

namespace InvAdapter.Training.Corpora;

/// <summary>Images as their latents, with captions, in a folder: encoded once, trained on many times. Memory-mapped; may be read by several threads at once.</summary>
/// <remarks>Latents are means of the autoencoder's distributions, on the UNet's scale, in float16. <see cref="LatentEncoder"/> makes such folders.</remarks>
public sealed class LatentCorpus : IDisposable
{
    private readonly CorpusManifest _manifest;
    private readonly List<SafetensorsFile> _shards = [];
    private readonly string[] _captions;
    private readonly long[] _subjects;

    private LatentCorpus(string folder, CorpusManifest manifest)
    {
        _manifest = manifest;
        _captions = new string[manifest.Count];
        _subjects = new long[manifest.Count];
        Folder = folder;
        try
        {
            for (int shard = 0; shard < manifest.Shards; shard++)
                Read(shard);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>Number of images.</summary>
    public int Count => _manifest.Count;

    /// <summary>Shape of one image's latents, [1,C,h,w].</summary>
    public LatentShape Shape => _manifest.Shape;

    /// <summary>What tells these images from others.</summary>
    public string Description => $"{Count} latents of {_manifest.Images}";

    /// <summary>Opens a finished folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="ModelFormatException">It is no such folder.</exception>
    /// <exception cref="FileNotFoundException">A file is missing: the encoding was not finished.</exception>
    /// <exception cref="InvalidFileException">A file is broken.</exception>
    public static LatentCorpus Open(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        return new LatentCorpus(folder, CorpusManifest.Read(folder));
    }

    /// <summary>Makes sure that pictures are the ones that these latents were made of.</summary>
    /// <exception cref="ArgumentException">They are others.</exception>
    internal void RequireImages(Data.IImageSource images)
    {
        if (images.Count != Count || CorpusManifest.Describe(images) != _manifest.Images)
            throw new ArgumentException($"The latents in {Folder} are {Description}, but the pictures are {images.Count} of {CorpusManifest.Describe(images)}.", nameof(images));
    }

    /// <summary>Makes sure that an autoencoder is the one that these latents come from.</summary>
    /// <param name="folder">The <c>vae</c> folder.</param>
    /// <param name="variant">Which of its files to read; null for the plain ones.</param>
    /// <exception cref="InvalidFileException">They come from another one.</exception>
    internal void RequireAutoencoder(string folder, string? variant = null)
    {
        string fingerprint = ModelFiles.EncoderFingerprint(folder, variant);
        if (fingerprint != _manifest.Encoder)
            throw new InvalidFileException(Path.Combine(Folder, CorpusManifest.FileName), "encoder", $"{fingerprint}, that of {folder}", _manifest.Encoder);
    }

    /// <summary>An image's caption.</summary>
    public string Caption(int index) => _captions[index];

    /// <summary>Whom an image shows.</summary>
    public long Subject(int index) => _subjects[index];

    /// <summary>Reads an image's latents.</summary>
    /// <param name="index">0 to below <see cref="Count"/>.</param>
    /// <param name="values">Takes [C,h,w].</param>
    public void Read(int index, Span<float> values)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        ReadOnlySpan<Half> all = MemoryMarshal.Cast<byte, Half>(_shards[index / _manifest.ShardSize].Bytes("latents"));
        TensorPrimitives.ConvertToSingle(all.Slice(index % _manifest.ShardSize * Shape.SampleLength, Shape.SampleLength), values);
    }

    /// <summary>Reads several images' latents, one after another.</summary>
    /// <param name="indices">The images.</param>
    /// <returns>[count,C,h,w].</returns>
    public float[] Read(ReadOnlySpan<int> indices)
    {
        var values = new float[indices.Length * Shape.SampleLength];
        for (int i = 0; i < indices.Length; i++)
            Read(indices[i], values.AsSpan(i * Shape.SampleLength, Shape.SampleLength));
        return values;
    }

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        foreach (SafetensorsFile shard in _shards)
            shard.Dispose();
        _shards.Clear();
    }

    private void Read(int shard)
    {
        string path = CorpusManifest.ShardPath(Folder, shard);
        SafetensorsFile file = SafetensorsFile.Open(path);
        _shards.Add(file);
        (int first, int count) = (shard * _manifest.ShardSize, _manifest.CountIn(shard));
        TensorInfo latents = file.Tensors.GetValueOrDefault("latents") ?? throw new InvalidFileException(path, "latents", "there", "missing");
        long[] shape = [count, _manifest.Channels, _manifest.Height, _manifest.Width];
        if (latents.ElementType != ElementType.Float16 || !latents.Shape.AsSpan().SequenceEqual(shape))
            throw new InvalidFileException(path, "latents", $"F16 {TensorShape.Format(shape)}", $"{latents.ElementType} {TensorShape.Format(latents.Shape.AsSpan())}");

        long[] subjects = file.ReadInt64("subjects");
        string[] captions = JsonSerializer.Deserialize<string[]>(file.Bytes("captions")) ?? [];
        if (subjects.Length != count || captions.Length != count)
            throw new InvalidFileException(path, "captions and subjects", $"{count} each", $"{captions.Length} and {subjects.Length}");
        subjects.CopyTo(_subjects.AsSpan(first));
        captions.CopyTo(_captions.AsSpan(first));
    }
}
