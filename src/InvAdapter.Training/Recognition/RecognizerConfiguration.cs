using System.Collections.Immutable;
using System.Text.Json.Nodes;
using InvAdapter.Configuration;

namespace InvAdapter.Training.Recognition;

/// <summary>The shape of a <see cref="FaceRecognizer"/>, as in its <c>config.json</c>.</summary>
public sealed record RecognizerConfiguration
{
    private const string ClassName = "FaceRecognizer";
    private const int MaximumSide = 1024;
    private const int MaximumWidth = 4096;
    private const int MaximumLevels = 8;

    /// <summary>Pixels across and down that images are brought to; a multiple of 2 to the number of levels.</summary>
    public required int InputSize { get; init; }

    /// <summary>Channels of each level; every level halves both sides.</summary>
    public required ImmutableArray<int> Channels { get; init; }

    /// <summary>How many of the first levels identity and scene have in common, 0 to all.</summary>
    public required int SharedLevels { get; init; }

    /// <summary>Groups of every group normalisation.</summary>
    public required int NormGroups { get; init; }

    /// <summary>Numbers of an embedding.</summary>
    public required int EmbeddingSize { get; init; }

    /// <summary>What it tells of a scene.</summary>
    public required ImmutableArray<ClassLabel> SceneFacts { get; init; }

    /// <summary>Pixels across and down behind the last level.</summary>
    internal int LastSide => InputSize >> Channels.Length;

    /// <summary>Reads a recogniser's configuration.</summary>
    /// <param name="path">The <c>config.json</c> of its folder.</param>
    /// <exception cref="ModelFormatException">It is malformed, or no recogniser's; the message names the key and the value.</exception>
    public static RecognizerConfiguration Load(string path)
    {
        ConfigurationFile file = ConfigurationFile.Load(path);
        if (file.Text("_class_name") != ClassName)
            throw file.Bad("_class_name", ClassName);
        ImmutableArray<int> channels = file.Integers("block_out_channels", [], MaximumLevels, MaximumWidth);
        if (channels.IsEmpty)
            throw file.Bad("block_out_channels", "a list of widths");
        int size = file.Integer("input_size", 0, 1, MaximumSide);
        if (size < 1 || size % (1 << channels.Length) != 0)
            throw file.Bad("input_size", $"a multiple of {1 << channels.Length}");
        int groups = file.Integer("norm_num_groups", 1);
        if (channels.FirstOrDefault(width => width % groups != 0) is int uneven and not 0)
            throw file.Bad("norm_num_groups", $"a divisor of {uneven} in block_out_channels", $"{groups}");
        return new RecognizerConfiguration
        {
            InputSize = size,
            Channels = channels,
            SharedLevels = file.Integer("shared_levels", 0, 0, channels.Length),
            NormGroups = groups,
            EmbeddingSize = file.Integer("embedding_size", 128, 1, MaximumWidth),
            SceneFacts = Facts(file),
        };
    }

    internal JsonObject ToJson() => new()
    {
        ["_class_name"] = ClassName,
        ["block_out_channels"] = new JsonArray([.. Channels.Select(width => (JsonNode)width)]),
        ["embedding_size"] = EmbeddingSize,
        ["input_size"] = InputSize,
        ["norm_num_groups"] = NormGroups,
        ["scene_fact_classes"] = new JsonArray([.. SceneFacts.Select(fact => (JsonNode)fact.Count)]),
        ["scene_facts"] = new JsonArray([.. SceneFacts.Select(fact => (JsonNode)fact.Name)]),
        ["shared_levels"] = SharedLevels,
    };

    private static ImmutableArray<ClassLabel> Facts(ConfigurationFile file)
    {
        ImmutableArray<string> names = file.Texts("scene_facts", []);
        ImmutableArray<int> counts = file.Integers("scene_fact_classes", [], maximum: MaximumWidth);
        if (names.IsEmpty || names.Distinct(StringComparer.Ordinal).Count() != names.Length)
            throw file.Bad("scene_facts", "a list of different names");
        if (counts.Length != names.Length)
            throw file.Bad("scene_fact_classes", $"{names.Length} numbers, as scene_facts has names", $"{counts.Length} numbers");
        return [.. names.Zip(counts, (name, count) => new ClassLabel(name, count))];
    }
}
