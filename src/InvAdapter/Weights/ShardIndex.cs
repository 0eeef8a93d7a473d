using System.Text.Json;
using System.Text.Unicode;

namespace InvAdapter.Weights;

/// <summary>The list of which shard holds which tensor: <c>{stem}.safetensors.index.json</c>.</summary>
internal static class ShardIndex
{
    /// <summary>A model of 100,000 tensors has an index of about 10 MB.</summary>
    public const int MaxBytes = 32_000_000;

    private const string MapKey = "weight_map";
    private const int MaxDepth = 16;

    /// <summary>Reads an index file.</summary>
    /// <returns>The shard's file name by tensor name.</returns>
    public static Dictionary<string, string> Read(string file)
    {
        long length = new FileInfo(file).Length;
        if (length > MaxBytes)
            throw new InvalidFileException(file, "index", $"at most {MaxBytes} bytes long", $"{length} bytes long");
        return Parse(file, File.ReadAllBytes(file));
    }

    public static Dictionary<string, string> Parse(string file, ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
            throw new InvalidFileException(file, "index", "UTF-8 text", "not");
        Dictionary<string, string>? shards = null;
        var reader = new JsonText(file, "index", json, MaxDepth);
        reader.Enter("index", JsonTokenType.StartObject);
        while (reader.NextKey("index", out string key))
        {
            if (key != MapKey)
                reader.Skip();
            else if (shards is null)
                shards = ReadMap(file, ref reader);
            else
                throw new InvalidFileException(file, MapKey, "there once", "there twice");
        }

        reader.End();
        return shards ?? throw new InvalidFileException(file, MapKey, "there", "missing");
    }

    private static Dictionary<string, string> ReadMap(string file, ref JsonText reader)
    {
        var shards = new Dictionary<string, string>(StringComparer.Ordinal);
        reader.Enter(MapKey, JsonTokenType.StartObject);
        while (reader.NextKey(MapKey, out string tensor))
        {
            string shard = reader.String(tensor);
            if (!IsPlainName(shard))
                throw Invalid(tensor, "in a .safetensors file of the same folder", $"in '{JsonText.Clip(shard)}'");
            if (!shards.TryAdd(tensor, shard))
                throw Invalid(tensor, "named once", "named twice");
        }

        return shards;

        InvalidFileException Invalid(string item, string expected, string actual) => new(file, JsonText.Clip(item), expected, actual);
    }

    /// <summary>An index comes from outside and must not lead out of its folder, on any system.</summary>
    private static bool IsPlainName(string shard) =>
        shard.Length <= 255
        && shard.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase)
        && shard.AsSpan().IndexOfAny("/\\:\0") < 0
        && shard.AsSpan().IndexOfAnyInRange('\u0000', '\u001f') < 0;
}
