using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using InvAdapter.Training.Modules;
using InvAdapter.Training.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace InvAdapter.Training.Recognition;

/// <summary>Labelled images as a recogniser takes them, in a file: drawn, decoded and resized once, they are learnt from many times.</summary>
/// <param name="source">The images as they are.</param>
/// <param name="network">Knows the size that they are brought to.</param>
/// <param name="codec">What some go through first; null for none.</param>
/// <param name="decodedShare">How many go through it.</param>
internal sealed class PreparedImages(ILabelledImages source, FaceRecognizer network, AutoencoderKL? codec, double decodedShare) : ILabelledImages, IDisposable
{
    private const int ChunkSize = 32;

    // Its multiples' fractions are spread evenly, so that any stretch of images has its share.
    private const double GoldenRatio = 0.6180339887498949;

    private readonly int _side = network.Configuration.InputSize;
    private FileStream? _file;

    public int Count => source.Count;

    public int Width => _side;

    public int Height => _side;

    public int People => source.People;

    public string Description => source.Description;

    public ImmutableArray<ClassLabel> IdentityClasses => source.IdentityClasses;

    public ImmutableArray<string> IdentityMeasures => source.IdentityMeasures;

    public ImmutableArray<ClassLabel> SceneFacts => source.SceneFacts;

    private int ImageBytes => 3 * _side * _side;

    public ImageLabels Labels(int index) => source.Labels(index);

    public void Read(int index, Span<float> values)
    {
        var bytes = new byte[ImageBytes];
        RandomAccess.Read(_file!.SafeFileHandle, bytes, (long)index * ImageBytes);
        for (int i = 0; i < bytes.Length; i++)
            values[i] = bytes[i] / 127.5f - 1;
    }

    /// <summary>Makes the file, or what is missing of it; must come before <see cref="Read"/>.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="settings">All that the images depend on. Files of other settings are left alone.</param>
    /// <param name="progress">Told after every few images.</param>
    /// <param name="cancellation">Stops between them; what is there stays, to go on from.</param>
    public void Fill(string folder, IEnumerable<KeyValuePair<string, string>> settings, IProgress<ImagesPrepared>? progress, CancellationToken cancellation)
    {
        string text = string.Join('\n', settings.Select(item => $"{item.Key}={item.Value}"));
        string name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
        _file = new FileStream(Path.Combine(folder, $"images-{name}.bin"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        int chunks = (Count + ChunkSize - 1) / ChunkSize;
        int done = (int)Math.Min(chunks, _file.Length == (long)Count * ImageBytes ? chunks : _file.Length / ((long)ChunkSize * ImageBytes));
        if (done == chunks)
            return;
        _file.Position = (long)done * ChunkSize * ImageBytes;
        using var drawn = new BatchProducer<LabelledBatch>(Draw, done, chunks);
        for (; done < chunks && !cancellation.IsCancellationRequested; done++)
        {
            _file.Write(Bytes(drawn.Next(), done * ChunkSize));
            _file.Flush();
            progress?.Report(new ImagesPrepared(Math.Min(Count, (done + 1) * ChunkSize), Count));
        }
    }

    public void Dispose() => _file?.Dispose();

    private LabelledBatch Draw(long chunk)
    {
        int start = (int)chunk * ChunkSize;
        int[] indices = [.. Enumerable.Range(start, Math.Min(ChunkSize, Count - start))];
        return LabelledBatch.Read(source, indices);
    }

    private ReadOnlySpan<byte> Bytes(LabelledBatch batch, int start)
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor images = batch.Images.ToTensor();
        long[] decoded = [.. Enumerable.Range(0, batch.Images.Count).Where(i => (start + i) * GoldenRatio % 1 < decodedShare).Select(i => (long)i)];
        if (codec is not null && decoded.Length > 0)
        {
            Tensor rows = tensor(decoded);
            images.index_copy_(0, rows, Codec.Through(codec, images.index_select(0, rows)));
        }

        return ((network.Resize(images).clamp(-1, 1) + 1) * 127.5).round().to(uint8).contiguous().cpu().bytes.ToArray();
    }
}
