using System.Collections.Immutable;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using InvAdapter.Models;
using InvAdapter.Weights;

namespace InvAdapter.Training.Corpora;

/// <summary>DDIM trajectories of a corpus's images, in a folder: inverted once, so that a training step costs one UNet call for a reference however many steps its inversion took.</summary>
public sealed class InversionCorpus : IDisposable
{
    private readonly InversionManifest _manifest;
    private readonly List<SafetensorsFile> _shards = [];

    private InversionCorpus(string folder, InversionManifest manifest)
    {
        _manifest = manifest;
        Timesteps = manifest.Timesteps;
        Folder = folder;
        try
        {
            for (int shard = 0; shard < manifest.Shards; shard++)
                _shards.Add(Open(shard));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>Number of images; those of the corpus with the same numbers.</summary>
    public int Count => _manifest.Count;

    /// <summary>The timesteps that were visited, cleanest first.</summary>
    public ImmutableArray<int> Timesteps { get; }

    /// <summary>Shape of one point, [1,C,h,w].</summary>
    public LatentShape Shape => _manifest.Shape;

    /// <summary>What tells these trajectories from others.</summary>
    public string Description => $"{Count} inversions in {Timesteps.Length} steps by {_manifest.Model}";

    /// <summary>Opens a finished folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="ModelFormatException">It is no such folder.</exception>
    /// <exception cref="FileNotFoundException">A file is missing: the inversion was not finished.</exception>
    /// <exception cref="InvalidFileException">A file is broken.</exception>
    public static InversionCorpus Open(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        return new InversionCorpus(folder, InversionManifest.Read(folder));
    }

    /// <summary>Reads an image's trajectory behind its clean latents.</summary>
    /// <param name="index">0 to below <see cref="Count"/>.</param>
    /// <param name="values">Takes z at the levels of all <see cref="Timesteps"/>, [S,C,h,w].</param>
    public void Read(int index, Span<float> values)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        int length = Timesteps.Length * Shape.SampleLength;
        ReadOnlySpan<Half> all = MemoryMarshal.Cast<byte, Half>(_shards[index / _manifest.ShardSize].Bytes("points"));
        TensorPrimitives.ConvertToSingle(all.Slice(index % _manifest.ShardSize * length, length), values);
    }

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        foreach (SafetensorsFile shard in _shards)
            shard.Dispose();
        _shards.Clear();
    }

    private SafetensorsFile Open(int shard)
    {
        string path = InversionManifest.ShardPath(Folder, shard);
        SafetensorsFile file = SafetensorsFile.Open(path);
        long[] shape = [_manifest.CountIn(shard), Timesteps.Length, Shape.Channels, Shape.Height, Shape.Width];
        if (file.Tensors.GetValueOrDefault("points") is { ElementType: ElementType.Float16 } points && points.Shape.AsSpan().SequenceEqual(shape))
            return file;
        file.Dispose();
        throw new InvalidFileException(path, "points", $"F16 {TensorShape.Format(shape)}", "missing, or another tensor");
    }
}
