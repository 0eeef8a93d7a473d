using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace InvAdapter.Configuration;

/// <summary>A file that holds one JSON object, read strictly and key by key; every complaint names the file, the key and both values.</summary>
/// <remarks>diffusers and transformers write null for what is not set, so null is the same as absence everywhere.</remarks>
internal sealed class ConfigurationFile
{
    /// <summary>Far above every width, length or count of a published model, and far below where sums of some overflow.</summary>
    public const int MaximumInteger = 10_000_000;

    private const long MaximumBytes = 4 << 20;
    private const int MaximumDepth = 16;
    private const int MaximumItems = 64;
    private const int MaximumQuoted = 80;
    private const string Content = "the content";

    private readonly Dictionary<string, JsonElement> _values;

    private ConfigurationFile(string path, Dictionary<string, JsonElement> values)
    {
        Path = path;
        _values = values;
    }

    /// <summary>Path of the file, for messages.</summary>
    public string Path { get; }

    /// <summary>Everything in the file, nulls included.</summary>
    public IReadOnlyDictionary<string, JsonElement> Values => _values;

    /// <summary>Reads a file that holds one JSON object.</summary>
    /// <exception cref="ModelFormatException">It is missing, too large, or no JSON object in UTF-8 that has every key once.</exception>
    public static ConfigurationFile Load(string path, long maximumBytes = MaximumBytes)
    {
        ReadOnlyMemory<byte> bytes = BoundedFile.ReadAllBytes(path, maximumBytes);
        if (bytes.Span.StartsWith("\uFEFF"u8))
            bytes = bytes[3..];
        if (!Utf8.IsValid(bytes.Span))
            throw new ModelFormatException(path, Content, "UTF-8 text", "broken");

        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = MaximumDepth });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new ModelFormatException(path, Content, "a JSON object", Quoted(document.RootElement));
            return new ConfigurationFile(path, ReadValues(path, document.RootElement.Clone()));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // InvalidOperationException is what a name with half an escaped surrogate pair gives.
            throw new ModelFormatException(path, Content, "JSON", $"broken ({error.Message.TrimEnd('.')})", error);
        }
    }

    /// <summary>The value under a key; null where it is absent or null.</summary>
    public JsonElement? Find(string key) => _values.TryGetValue(key, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>Whether the key is there with a value other than null.</summary>
    public bool Has(string key) => Find(key) is not null;

    /// <summary>The whole number under a key, or <paramref name="fallback"/>.</summary>
    public int Integer(string key, int fallback, int minimum = 1, int maximum = MaximumInteger) =>
        Find(key) is { } value ? Integer(key, value, minimum, maximum) : fallback;

    /// <summary>The number under a key, or <paramref name="fallback"/>.</summary>
    public double Number(string key, double fallback) =>
        Find(key) is { } value ? Number(value) ?? throw Bad(key, value, "a number") : fallback;

    /// <summary>The number above 0 under a key, or <paramref name="fallback"/>.</summary>
    public double Positive(string key, double fallback) =>
        Number(key, fallback) is > 0 and double number ? number : throw Bad(key, "a number above 0");

    /// <summary>The switch under a key, or <paramref name="fallback"/>.</summary>
    public bool Flag(string key, bool fallback) => Find(key) switch
    {
        null => fallback,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw Bad(key, "true or false"),
    };

    /// <summary>The text under a key, or <paramref name="fallback"/>.</summary>
    [return: NotNullIfNotNull(nameof(fallback))]
    public string? Text(string key, string? fallback = null) =>
        Find(key) is { } value ? Text(value) ?? throw Bad(key, "a text") : fallback;

    /// <summary>The text in a JSON value, or null if it is none or is no valid Unicode.</summary>
    public static string? Text(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The value whose name is under a key, or <paramref name="fallback"/>.</summary>
    public T Choice<T>(string key, T fallback, params ReadOnlySpan<(string Name, T Value)> choices)
    {
        if (Find(key) is not { } written)
            return fallback;
        string? text = Text(written);
        foreach ((string name, T value) in choices)
        {
            if (text == name)
                return value;
        }

        throw Bad(key, string.Join(" or ", choices.ToArray().Select(choice => choice.Name)));
    }

    /// <summary>The list of whole numbers from 1 under a key, or <paramref name="fallback"/>.</summary>
    public ImmutableArray<int> Integers(string key, ImmutableArray<int> fallback, int maximumCount = MaximumItems, int maximum = MaximumInteger) =>
        Find(key) is not null
            ? [.. Items(key, $"a list of 1 to {maximumCount} whole numbers", maximumCount).Select((item, i) => Integer($"{key}[{i}]", item, 1, maximum))]
            : fallback;

    /// <summary>One whole number from 1 for each level: a list of that length, or one number for all.</summary>
    public ImmutableArray<int> PerLevel(string key, int levels, int fallback, int maximum = MaximumInteger)
    {
        if (Find(key) is not { ValueKind: JsonValueKind.Array })
            return [.. Enumerable.Repeat(Integer(key, fallback, 1, maximum), levels)];
        ImmutableArray<int> values = Integers(key, [], maximum: maximum);
        return values.Length == levels ? values : throw Bad(key, $"a number, or a list of {levels}", $"a list of {values.Length}");
    }

    /// <summary>The list of texts under a key, or <paramref name="fallback"/>.</summary>
    public ImmutableArray<string> Texts(string key, ImmutableArray<string> fallback) =>
        Find(key) is not null
            ? [.. Items(key, $"a list of 1 to {MaximumItems} texts", MaximumItems).Select((item, i) => Text(item) ?? throw Bad($"{key}[{i}]", item, "a text"))]
            : fallback;

    /// <summary>The list of numbers under a key, however long; empty where it is absent.</summary>
    public ImmutableArray<double> Numbers(string key, double minimum, double maximum) =>
        Find(key) is not null
            ? [.. Items(key, "null or a list of numbers", int.MaxValue).Select((item, i) =>
                Number(item) is { } number && number >= minimum && number <= maximum ? number : throw Bad($"{key}[{i}]", item, $"a number of {minimum} to {maximum}"))]
            : [];

    /// <summary>Fails where a key has another text than the one that is supported.</summary>
    public void RequireText(string key, string supported)
    {
        if (Text(key, supported) != supported)
            throw Bad(key, $"{supported} (nothing else is supported)");
    }

    /// <summary>Fails where a key has a value other than false, or than a list of it.</summary>
    public void RequireOff(string key)
    {
        if (Find(key) is { } value && !IsFalse(value) && !(value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(IsFalse)))
            throw Bad(key, "false (nothing else is supported)");
    }

    /// <summary>Fails where a key has any value.</summary>
    public void RequireAbsent(string key)
    {
        if (Has(key))
            throw Bad(key, "absent or null (nothing else is supported)");
    }

    /// <summary>The error for a key, quoting its value.</summary>
    public ModelFormatException Bad(string key, string expected) =>
        _values.TryGetValue(key, out JsonElement value) ? Bad(key, value, expected) : Bad(key, expected, "absent");

    /// <summary>The error for a value somewhere in the file.</summary>
    public ModelFormatException Bad(string item, JsonElement value, string expected) => Bad(item, expected, Quoted(value));

    /// <summary>The error for an item of this file.</summary>
    public ModelFormatException Bad(string item, string expected, string actual) => new(Path, Shorten(item), expected, actual);

    private static Dictionary<string, JsonElement> ReadValues(string path, JsonElement root)
    {
        var values = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (!values.TryAdd(property.Name, property.Value))
                throw new ModelFormatException(path, Shorten(property.Name), "there once", "there twice");
        }

        return values;
    }

    private static bool IsFalse(JsonElement value) => value.ValueKind == JsonValueKind.False;

    private static double? Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number) ? number : null;

    private static string Quoted(JsonElement value) => Shorten(value.GetRawText());

    private static string Shorten(string text) => text.Length <= MaximumQuoted ? text : text[..MaximumQuoted] + "…";

    private JsonElement.ArrayEnumerator Items(string key, string expected, int maximumCount) =>
        Find(key) is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() >= 1 && list.GetArrayLength() <= maximumCount
            ? list.EnumerateArray()
            : throw Bad(key, expected);

    private int Integer(string item, JsonElement value, int minimum, int maximum) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= minimum && number <= maximum
            ? number
            : throw Bad(item, value, $"a whole number from {minimum} to {maximum}");
}
