using System.Globalization;
using System.Text;
using System.Text.Json;
using InvAdapter.Weights;

namespace InvAdapter.Training.Runs;

/// <summary>The file that says what a run's numbers depend on, so that it is not resumed as another one.</summary>
internal static class RunSettings
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    /// <summary>Threads, checkpoint interval and what is stored in the end may change from one process to the next; these may not.</summary>
    public static SortedDictionary<string, string> Of(TrainingOptions options, IReadOnlyDictionary<string, string> task)
    {
        var settings = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["steps"] = Text(options.Steps),
            ["batch_size"] = Text(options.BatchSize),
            ["learning_rate"] = Text(options.LearningRate),
            ["warm_up_steps"] = Text(options.WarmUpSteps),
            ["average_decay"] = Text(options.AverageDecay),
            ["maximum_gradient_norm"] = Text(options.MaximumGradientNorm),
            ["weight_decay"] = Text(options.WeightDecay),
            ["compute_type"] = options.ComputeType.ToString(),
            ["seed"] = Text(options.Seed),
        };
        foreach ((string key, string value) in task)
            settings.Add(key, value);
        return settings;
    }

    public static void Write(string path, SortedDictionary<string, string> settings) =>
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(settings, s_indented) + "\n")));

    /// <summary>Holds settings against a file's.</summary>
    /// <exception cref="InvalidFileException">One of them is another, or the file is no such file.</exception>
    public static void Require(string path, SortedDictionary<string, string> settings)
    {
        Dictionary<string, string> saved = Read(path);
        foreach (string key in settings.Keys.Concat(saved.Keys))
        {
            (string expected, string actual) = (settings.GetValueOrDefault(key, "missing"), saved.GetValueOrDefault(key, "missing"));
            if (expected != actual)
                throw new InvalidFileException(path, key, $"{expected}, as this run asks for", actual);
        }
    }

    private static Dictionary<string, string> Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(path)) ?? [];
        }
        catch (JsonException error)
        {
            throw new InvalidFileException(path, "the content", "an object of texts", error.Message);
        }
    }

    private static string Text<T>(T number)
        where T : IFormattable => number.ToString(null, CultureInfo.InvariantCulture);
}
