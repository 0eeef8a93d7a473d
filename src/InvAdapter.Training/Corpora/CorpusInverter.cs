using System.Runtime.InteropServices;
using InvAdapter.Models;
using InvAdapter.Scheduling;
using InvAdapter.Training.Checkpoints;
using InvAdapter.Training.Diffusion;
using InvAdapter.Training.Modules;
using InvAdapter.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace InvAdapter.Training.Corpora;

/// <summary>Inverts a corpus's images with plain DDIM inversion under the empty prompt, many at once.</summary>
public static class CorpusInverter
{
    private const int ShardSize = 512;
    private const int BatchSize = 32;

    /// <summary>Inverts the first images of a corpus into a folder, or the rest of them where the folder was begun with the same model and latents.</summary>
    /// <param name="folder">The folder; made where it is missing.</param>
    /// <param name="corpus">The latents.</param>
    /// <param name="model">The base model's folder.</param>
    /// <param name="steps">Inversion steps.</param>
    /// <param name="count">Number of images; null for all.</param>
    /// <param name="threads">Threads of libtorch; null for as many as it takes.</param>
    /// <param name="progress">Told images done.</param>
    /// <param name="cancellation">Stops between two batches; finished files stay.</param>
    /// <exception cref="InvalidFileException">The folder has other inversions.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static void Invert(
        string folder, LatentCorpus corpus, string model, int steps, int? count = null, int? threads = null, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ArgumentNullException.ThrowIfNull(corpus);
        LibTorch.Require();
        if (threads is { } number)
            set_num_threads(number);
        using BaseModel networks = BaseModel.Load(model);
        DdimSchedule schedule = networks.Scheduler.Build(steps);
        InversionManifest manifest = Begin(folder, corpus, networks, schedule, Math.Min(count ?? corpus.Count, corpus.Count));
        for (int shard = 0; shard < manifest.Shards; shard++)
        {
            string path = InversionManifest.ShardPath(folder, shard);
            if (!File.Exists(path))
                WriteShard(path, shard, manifest, corpus, networks, schedule, progress, cancellation);
            progress?.Report(shard * ShardSize + manifest.CountIn(shard));
        }
    }

    private static InversionManifest Begin(string folder, LatentCorpus corpus, BaseModel model, DdimSchedule schedule, int count)
    {
        LatentShape shape = corpus.Shape;
        var manifest = new InversionManifest(
            model.Fingerprint, corpus.Description, count, ShardSize, shape.Channels, shape.Height, shape.Width, string.Join(',', schedule.Timesteps.Reverse()));
        if (InversionManifest.IsIn(folder))
        {
            InversionManifest found = InversionManifest.Read(folder);
            if (found != manifest)
                throw new InvalidFileException(Path.Combine(folder, InversionManifest.FileName), "the content", manifest.ToString(), found.ToString());
            return found;
        }

        Directory.CreateDirectory(folder);
        manifest.Write(folder);
        return manifest;
    }

    private static void WriteShard(
        string path,
        int shard,
        InversionManifest manifest,
        LatentCorpus corpus,
        BaseModel model,
        DdimSchedule schedule,
        IProgress<int>? progress,
        CancellationToken cancellation)
    {
        (int first, int count, int length) = (shard * ShardSize, manifest.CountIn(shard), schedule.Steps * manifest.Shape.SampleLength);
        var points = new float[count * length];
        for (int start = 0; start < count; start += BatchSize)
        {
            int size = Math.Min(BatchSize, count - start);
            float[] z = corpus.Read([.. Enumerable.Range(first + start, size)]);
            for (int step = 0; step < schedule.Steps; step++)
            {
                cancellation.ThrowIfCancellationRequested();
                Step(z, size, schedule.InverseMoves[step], manifest.Shape, model);
                for (int i = 0; i < size; i++)
                    z.AsSpan(i * manifest.Shape.SampleLength, manifest.Shape.SampleLength).CopyTo(points.AsSpan((start + i) * length + step * manifest.Shape.SampleLength));
            }

            progress?.Report(first + start + size);
        }

        SafetensorsWriter.Write(path,
        [
            TensorSource.FromSingle("points", points, [count, schedule.Steps, manifest.Channels, manifest.Height, manifest.Width], ElementType.Float16),
        ]);
    }

    /// <summary>One inversion step of a batch, in place.</summary>
    private static void Step(float[] z, int count, Transition move, LatentShape shape, BaseModel model)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();
        Tensor latents = tensor(z, [count, shape.Channels, shape.Height, shape.Width]);
        Tensor prediction = model.UNet.Predict(latents, tensor(new long[] { move.Timestep }), model.EmptyPrompt.expand(count, -1, -1)).to(float32).cpu().contiguous();
        DdimStep.Apply(model.Scheduler, move, z, MemoryMarshal.Cast<byte, float>(prediction.bytes), z);
    }
}
