using System.Collections.Immutable;
using System.Text.Json;

namespace InvAdapter.Configuration;

/// <summary>One JSON object of settings, read key by key; every complaint names the file, the key and both values.</summary>
internal sealed class ConfigurationFile
{
    private const long MaximumBytes = 4 << 20;

    private readonly JsonElement _root;

    private ConfigurationFile(string path, JsonElement root)
    {
        Path = path;
        _root = root;
    }

    /// <summary>Path of the file, for messages.</summary>
    public string Path { get; }

    /// <summary>Reads a file that holds one JSON object.</summary>
    /// <exception cref="ModelFormatException">It is missing, too large, or not a JSON object.</exception>
    public static ConfigurationFile Load(string path)
    {
        if (!File.Exists(path))
            throw new ModelFormatException(path, "the file", "a JSON file of settings", Directory.Exists(path) ? "a folder" : "missing");
        long length = new FileInfo(path).Length;
        if (length > MaximumBytes)
            throw new ModelFormatException(path, "the file", $"at most {MaximumBytes} bytes", $"{length} bytes");
        return Parse(path, File.ReadAllBytes(path));
    }

    /// <summary>Reads one JSON object from memory; <paramref name="path"/> is for messages.</summary>
    public static ConfigurationFile Parse(string path, ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 16, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new ModelFormatException(path, "the file", "a JSON object", Describe(document.RootElement));
            return new ConfigurationFile(path, document.RootElement.Clone());
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new ModelFormatException(path, "the file", "a JSON object", $"not JSON ({error.Message.TrimEnd('.')})", error);
        }
    }

    /// <summary>Whether the key is there with a value other than null.</summary>
    public bool Has(string key) => Find(key) is not null;

    /// <summary>The whole number under a key, or <paramref name="fallback"/> where it is absent or null.</summary>
    public int Integer(string key, int fallback, int minimum = 1, int maximum = int.MaxValue) =>
        Find(key) is { } value ? Integer(key, value, minimum, maximum) : fallback;

    /// <summary>The number under a key, or <paramref name="fallback"/>.</summary>
    public double Number(string key, double fallback)
    {
        if (Find(key) is not { } value)
            return fallback;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number)
            ? number
            : throw Bad(key, "a number", Describe(value));
    }

    /// <summary>The switch under a key, or <paramref name="fallback"/>.</summary>
    public bool Flag(string key, bool fallback) => Find(key) switch
    {
        null => fallback,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } value => throw Bad(key, "true or false", Describe(value)),
    };

    /// <summary>The text under a key, or <paramref name="fallback"/>.</summary>
    public string Text(string key, string fallback) => Find(key) switch
    {
        null => fallback,
        { ValueKind: JsonValueKind.String } value => Utf16(key, value),
        { } value => throw Bad(key, "a text", Describe(value)),
    };

    /// <summary>The list of whole numbers under a key, or <paramref name="fallback"/>.</summary>
    public ImmutableArray<int> Integers(string key, ImmutableArray<int> fallback, int minimum = 1)
    {
        if (Find(key) is not { } value)
            return fallback;
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() is 0 or > 64)
            throw Bad(key, "a list of 1 to 64 whole numbers", Describe(value));
        return [.. value.EnumerateArray().Select(item => Integer(key, item, minimum, int.MaxValue))];
    }

    /// <summary>One whole number for each level: a list of that length, or one number for all.</summary>
    public ImmutableArray<int> PerLevel(string key, int levels, int fallback)
    {
        if (Find(key) is not { ValueKind: JsonValueKind.Array })
            return [.. Enumerable.Repeat(Integer(key, fallback), levels)];
        ImmutableArray<int> values = Integers(key, []);
        return values.Length == levels ? values : throw Bad(key, $"a number, or a list of {levels}", $"a list of {values.Length}");
    }

    /// <summary>The list of texts under a key, or <paramref name="fallback"/>.</summary>
    public ImmutableArray<string> Texts(string key, ImmutableArray<string> fallback)
    {
        if (Find(key) is not { } value)
            return fallback;
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() is 0 or > 64 || value.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
            throw Bad(key, "a list of 1 to 64 texts", Describe(value));
        return [.. value.EnumerateArray().Select(item => Utf16(key, item))];
    }

    /// <summary>The list of numbers under a key, or null where it is absent or null.</summary>
    public ImmutableArray<double>? Numbers(string key)
    {
        if (Find(key) is not { } value)
            return null;
        if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.Number || !item.TryGetDouble(out _)))
            throw Bad(key, "a list of numbers", Describe(value));
        return [.. value.EnumerateArray().Select(item => item.GetDouble())];
    }

    /// <summary>Fails where a key has a value that this library can't honour.</summary>
    /// <param name="key">A key whose only supported value is <paramref name="supported"/>, or its absence.</param>
    /// <param name="supported">The JSON text of the supported value, as in <c>false</c>; null where only absence is supported.</param>
    public void Require(string key, string? supported = null)
    {
        if (Find(key) is not { } value)
            return;
        string actual = value.ValueKind == JsonValueKind.String ? Utf16(key, value) : value.GetRawText();
        bool uniformList = value.ValueKind == JsonValueKind.Array && supported is not null && value.EnumerateArray().All(item => item.GetRawText() == supported);
        if (actual != supported && !uniformList)
            throw Bad(key, supported is null ? "absent or null (nothing else is supported)" : $"{supported} (nothing else is supported)", Describe(value));
    }

    /// <summary>The error for a key of this file.</summary>
    public ModelFormatException Bad(string key, string expected, string actual) => new(Path, key, expected, actual);

    private static string Describe(JsonElement value)
    {
        string text = value.GetRawText();
        return text.Length <= 80 ? text : $"{text[..77]}...";
    }

    private JsonElement? Find(string key) =>
        _root.TryGetProperty(key, out JsonElement value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? value : null;

    private int Integer(string key, JsonElement value, int minimum, int maximum) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= minimum && number <= maximum
            ? number
            : throw Bad(key, maximum == int.MaxValue ? $"a whole number from {minimum}" : $"a whole number from {minimum} to {maximum}", Describe(value));

    private string Utf16(string key, JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException error)
        {
            throw new ModelFormatException(Path, key, "a text in UTF-8", "broken UTF-8", error);
        }
    }
}
