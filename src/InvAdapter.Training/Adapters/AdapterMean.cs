using System.Numerics.Tensors;
using InvAdapter.Adapters;
using InvAdapter.Weights;

namespace InvAdapter.Training.Adapters;

/// <summary>The mean of several trainings of one adapter (a model soup, Wortsman et al. 2022, arXiv 2203.05482).</summary>
/// <remarks>
/// Trainings that begin with one adapter and see other samples learn what these have in common, and each something of its own that is noise; the mean keeps the
/// former. So as many cores train side by side as there are, where a single training has little use for more than one. Needs no libtorch.
/// </remarks>
public static class AdapterMean
{
    /// <summary>Writes the mean of adapter files of the same sites, fusion, base and source of features.</summary>
    /// <param name="files">Two adapter files or more.</param>
    /// <param name="path">The file to make or replace.</param>
    /// <param name="storeAs">Element type of the weights.</param>
    /// <exception cref="ArgumentException">There are fewer than two files.</exception>
    /// <exception cref="FileNotFoundException">One of them is not there.</exception>
    /// <exception cref="InvalidFileException">One is no adapter, or another one than the first.</exception>
    public static void Write(IReadOnlyList<string> files, string path, ElementType storeAs = ElementType.Float32)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (files.Count < 2)
            throw new ArgumentException($"A mean takes two adapters or more, not {files.Count}.", nameof(files));

        using WeightFolder first = WeightFolder.OpenFile(files[0]);
        FileMetadata.Require(files[0], first.Metadata, AdapterFileFormat.FormatKey, AdapterFileFormat.Name);
        Dictionary<string, float[]> sums = first.Tensors.Keys.ToDictionary(name => name, first.ReadSingle, StringComparer.Ordinal);
        foreach (string file in files.Skip(1))
        {
            using WeightFolder next = WeightFolder.OpenFile(file);
            RequireAlike(file, next, files[0], first);
            foreach ((string name, float[] sum) in sums)
                TensorPrimitives.Add(sum, next.ReadSingle(name), sum);
        }

        foreach (float[] sum in sums.Values)
            TensorPrimitives.Divide(sum, files.Count, sum);
        SafetensorsWriter.Write(path, first.Tensors.Values.Select(tensor => TensorSource.FromSingle(tensor.Name, sums[tensor.Name], tensor.Shape.AsSpan(), storeAs)), first.Metadata);
    }

    private static void RequireAlike(string file, WeightFolder weights, string firstFile, WeightFolder first)
    {
        foreach (string key in first.Metadata.Keys.Union(weights.Metadata.Keys))
        {
            if (first.Metadata.GetValueOrDefault(key) is var expected && weights.Metadata.GetValueOrDefault(key) is var actual && expected != actual)
                throw new InvalidFileException(file, $"metadata {key}", $"{expected ?? "missing"}, as in {firstFile}", actual ?? "missing");
        }

        foreach (string name in first.Tensors.Keys.Union(weights.Tensors.Keys))
        {
            (string expected, string actual) = (Shape(first, name), Shape(weights, name));
            if (expected != actual)
                throw new InvalidFileException(file, name, $"{expected}, as in {firstFile}", actual);
        }
    }

    private static string Shape(WeightFolder weights, string name) => weights.TryGet(name, out TensorInfo? tensor) ? TensorShape.Format(tensor.Shape.AsSpan()) : "missing";
}
