using InvAdapter.FaceWorld;
using InvAdapter.Imaging;
using InvAdapter.Training.Recognition;
using TorchSharp;
using static TorchSharp.torch;

namespace InvAdapter.Results;

/// <summary>Looks at pictures: who is in them, and what their scene is.</summary>
internal sealed class Judge(string folder) : IDisposable
{
    private const int BatchSize = 64;

    /// <summary>The recogniser that results are measured with; docs/results.md says how good it is.</summary>
    public static string DefaultFolder => Path.Combine(AppContext.BaseDirectory, "recognizer");

    private readonly FaceRecognizer _recognizer = FaceRecognizer.Load(folder);

    /// <summary>Embeddings of unit length, [count, D]; the caller disposes them.</summary>
    public Tensor Embed(IReadOnlyList<PixelBuffer> images)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] parts = [.. Batches(images).Select(_recognizer.Embed)];
        return cat([.. parts, empty([0, parts[0].shape[1]])], 0).MoveToOuterDisposeScope();
    }

    /// <summary>The most likely class of each kind of fact, for each picture.</summary>
    public IReadOnlyList<IReadOnlyDictionary<FactKind, int>> Classify(IReadOnlyList<PixelBuffer> images)
    {
        using DisposeScope scope = NewDisposeScope();
        var seen = new List<IReadOnlyDictionary<FactKind, int>>(images.Count);
        foreach (Tensor batch in Batches(images))
        {
            (FactKind Kind, long[] Values)[] facts = [.. _recognizer.ClassifyScene(batch).Select(item => (Enum.Parse<FactKind>(item.Key), item.Value.argmax(1).data<long>().ToArray()))];
            for (int i = 0; i < batch.shape[0]; i++)
                seen.Add(facts.ToDictionary(fact => fact.Kind, fact => (int)fact.Values[i]));
        }

        return seen;
    }

    public void Dispose() => _recognizer.Dispose();

    private static IEnumerable<Tensor> Batches(IReadOnlyList<PixelBuffer> images)
    {
        using IDisposable frozen = no_grad();
        foreach (PixelBuffer[] chunk in images.Chunk(BatchSize))
        {
            int length = 3 * chunk[0].Size.PixelCount;
            var values = new float[chunk.Length * length];
            for (int i = 0; i < chunk.Length; i++)
                chunk[i].ToPlanar(values.AsSpan(i * length, length));
            yield return tensor(values, [chunk.Length, 3, chunk[0].Height, chunk[0].Width]);
        }
    }
}
