using System.Text.Json;
using System.Text.Unicode;

namespace InvAdapter.Models;

/// <summary>A JSON object in a model folder, read strictly: every complaint names the file, the key and the value.</summary>
internal sealed class ModelJsonFile
{
    private const int MaxDepth = 16;
    private const int MaxQuoted = 80;
    private readonly Dictionary<string, JsonElement> _values;

    private ModelJsonFile(string path, Dictionary<string, JsonElement> values)
    {
        Path = path;
        _values = values;
    }

    public string Path { get; }

    public IReadOnlyDictionary<string, JsonElement> Values => _values;

    /// <summary>Reads a file of at most <paramref name="maxBytes"/> bytes.</summary>
    public static ModelJsonFile Read(string path, long maxBytes)
    {
        ReadOnlyMemory<byte> bytes = ModelFile.ReadAllBytes(path, maxBytes);
        if (bytes.Span.StartsWith("\uFEFF"u8))
            bytes = bytes[3..];
        if (!Utf8.IsValid(bytes.Span))
            throw new ModelFormatException(path, "the content", "UTF-8 text", "broken");

        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = MaxDepth });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new ModelFormatException(path, "the content", "a JSON object", Kind(document.RootElement));

            var values = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
            JsonElement root = document.RootElement.Clone();
            foreach (JsonProperty property in root.EnumerateObject())
                values[property.Name] = property.Value;
            return new ModelJsonFile(path, values);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // InvalidOperationException is what a name with half an escaped surrogate pair gives.
            throw new ModelFormatException(path, "the content", "JSON", $"broken ({error.Message})", error);
        }
    }

    public bool Has(string key) => _values.ContainsKey(key);

    public int Int32(string key, int absent) =>
        !_values.TryGetValue(key, out JsonElement value) ? absent
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) ? number
        : throw Wrong(key, "an integer");

    public double Number(string key, double absent) =>
        !_values.TryGetValue(key, out JsonElement value) ? absent
        : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number) ? number
        : throw Wrong(key, "a number");

    public bool Boolean(string key, bool absent) =>
        !_values.TryGetValue(key, out JsonElement value) ? absent
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : throw Wrong(key, "true or false");

    public string? String(string key) =>
        !_values.TryGetValue(key, out JsonElement value) ? null : Text(value) ?? throw Wrong(key, "a string");

    /// <summary>The string in a JSON value, or null if it is none or is no valid text.</summary>
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

    public ModelFormatException Wrong(string key, string expected) => Wrong(key, _values[key], expected);

    public ModelFormatException Wrong(string item, JsonElement value, string expected) => new(Path, item, expected, Quoted(value));

    private static string Quoted(JsonElement value)
    {
        string text = value.GetRawText();
        return text.Length <= MaxQuoted ? text : text[..MaxQuoted] + "…";
    }

    private static string Kind(JsonElement value) => value.ValueKind.ToString();
}
