using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using InvAdapter.Training.Optimization;
using InvAdapter.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace InvAdapter.Training.Checkpoints;

/// <summary>Saves all that a run's future depends on, so that a killed and resumed run gives the very bits of one that was left alone.</summary>
/// <remarks>
/// A safetensors file: the trained values, the optimiser's moments, the average where there is one, and the position, which random numbers are drawn by.
/// Written under a temporary name and renamed, so a run that is killed while it saves keeps its older checkpoint.
/// </remarks>
public static class TrainingCheckpoint
{
    private const string Format = "inv-adapter-training";
    private const string Version = "2";
    private const string Values = "values";
    private const string FirstMoment = "first_moment";
    private const string SecondMoment = "second_moment";
    private const string Average = "average";

    /// <summary>Saves a run.</summary>
    /// <param name="path">The file; replaced when complete.</param>
    /// <param name="parameters">What is trained.</param>
    /// <param name="optimizer">Its optimiser.</param>
    /// <param name="average">Its average, or null.</param>
    /// <param name="position">How far the run is, in whatever it counts.</param>
    public static void Save(string path, ParameterVector parameters, VectorAdamW optimizer, MovingAverage? average, long position)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(optimizer);
        List<TensorSource> tensors =
        [
            ModuleWeights.Source(Values, parameters.Values, ElementType.Float32),
            ModuleWeights.Source(FirstMoment, optimizer.FirstMoment, ElementType.Float32),
            ModuleWeights.Source(SecondMoment, optimizer.SecondMoment, ElementType.Float32),
        ];
        if (average is not null)
            tensors.Add(ModuleWeights.Source(Average, average.Values, ElementType.Float32));
        SafetensorsWriter.Write(path, tensors, new Dictionary<string, string>
        {
            [FileMetadata.FormatKey] = Format,
            [FileMetadata.VersionKey] = Version,
            ["parameters"] = Describe(parameters),
            ["position"] = Text(position),
            ["optimizer_steps"] = Text(optimizer.Steps),
            ["average_updates"] = Text(average?.Updates ?? 0),
        });
    }

    /// <summary>Puts a saved run into objects that were made as its own were.</summary>
    /// <param name="path">The file.</param>
    /// <param name="parameters">What is trained.</param>
    /// <param name="optimizer">Its optimiser.</param>
    /// <param name="average">Its average, or null where the run had none.</param>
    /// <returns>The position that was saved.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidFileException">It is no checkpoint, or one of another run; nothing has been changed then.</exception>
    public static long Load(string path, ParameterVector parameters, VectorAdamW optimizer, MovingAverage? average)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(optimizer);
        using SafetensorsFile file = SafetensorsFile.Open(path);
        FileMetadata.Require(path, file.Metadata, FileMetadata.FormatKey, Format);
        FileMetadata.Require(path, file.Metadata, FileMetadata.VersionKey, Version);
        FileMetadata.Require(path, file.Metadata, "parameters", Describe(parameters));
        string[] vectors = [Values, FirstMoment, SecondMoment, .. average is null ? Array.Empty<string>() : [Average]];
        foreach (string name in vectors)
            RequireVector(file, name, parameters.Count);
        (long position, long steps, long updates) = (Number(file, "position"), Number(file, "optimizer_steps"), Number(file, "average_updates"));

        ModuleWeights.Fill(parameters.Values, file.ReadSingle(Values));
        ModuleWeights.Fill(optimizer.FirstMoment, file.ReadSingle(FirstMoment));
        ModuleWeights.Fill(optimizer.SecondMoment, file.ReadSingle(SecondMoment));
        optimizer.Steps = steps;
        if (average is not null)
        {
            ModuleWeights.Fill(average.Values, file.ReadSingle(Average));
            average.Updates = updates;
        }

        parameters.Publish();
        return position;
    }

    /// <summary>Names and number of the parameters, so that another run's file is not taken for this one's.</summary>
    private static string Describe(ParameterVector parameters)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parameters.Names)));
        return $"{Text(parameters.Count)}:{Convert.ToHexStringLower(hash)[..16]}";
    }

    private static void RequireVector(SafetensorsFile file, string name, long count)
    {
        string expected = $"{ElementType.Float32.SafetensorsName()} [{Text(count)}]";
        if (!file.Tensors.TryGetValue(name, out TensorInfo? tensor))
            throw new InvalidFileException(file.Path, name, expected, "missing");
        if (tensor.ElementType != ElementType.Float32 || tensor.Shape is not [var length] || length != count)
            throw new InvalidFileException(file.Path, name, expected, tensor.ToString());
    }

    private static long Number(SafetensorsFile file, string key)
    {
        string text = file.Metadata.GetValueOrDefault(key, "missing");
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw new InvalidFileException(file.Path, $"metadata {key}", "a whole number", text);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
