using System.Globalization;
using System.Text.Json;
using InvAdapter.Configuration;

namespace InvAdapter.Models;

/// <summary>The special tokens of a tokenizer folder by name, and the length of a prompt.</summary>
internal sealed record ClipSpecialTokens(string Begin, string End, string Padding, int Length)
{
    private const int DefaultLength = 77;
    private const int MaxLength = 4096;

    /// <summary>transformers writes 10³⁰ for a length that was never set.</summary>
    private const double Unset = 1e9;

    /// <summary>Reads <c>tokenizer_config.json</c>, and <c>special_tokens_map.json</c>, which overrules it as in transformers.</summary>
    public static ClipSpecialTokens Read(string folder)
    {
        ConfigurationFile configuration = ConfigurationFile.Load(Path.Combine(folder, "tokenizer_config.json"));
        if (configuration.Text("tokenizer_class") is { } name && name is not ("CLIPTokenizer" or "CLIPTokenizerFast"))
            throw configuration.Bad("tokenizer_class", "CLIPTokenizer");

        string mapFile = Path.Combine(folder, "special_tokens_map.json");
        ConfigurationFile? map = File.Exists(mapFile) ? ConfigurationFile.Load(mapFile) : null;
        string end = Name("eos_token") ?? "<|endoftext|>";
        return new ClipSpecialTokens(Name("bos_token") ?? "<|startoftext|>", end, Name("pad_token") ?? end, ReadLength(configuration));

        string? Name(string key) => (map is null ? null : TokenName(map, key)) ?? TokenName(configuration, key);
    }

    /// <summary>A token is a string, an object with its "content", or null for none.</summary>
    private static string? TokenName(ConfigurationFile file, string key)
    {
        if (file.Find(key) is not { } value)
            return null;

        JsonElement content = value;
        if (value.ValueKind == JsonValueKind.Object && !value.TryGetProperty("content", out content))
            throw file.Bad(key, "a string or an object with content");
        return ConfigurationFile.Text(content) is { Length: > 0 } name ? name : throw file.Bad(key, "a string or an object with content");
    }

    private static int ReadLength(ConfigurationFile file)
    {
        const string key = "model_max_length";
        double length = file.Number(key, DefaultLength);
        return length > Unset ? DefaultLength
            : length is >= 3 and <= MaxLength && length == Math.Floor(length) ? (int)length
            : throw file.Bad(key, string.Create(CultureInfo.InvariantCulture, $"a whole number of 3 to {MaxLength}"));
    }
}
