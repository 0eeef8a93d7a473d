using System.Text.Json.Nodes;

namespace InvAdapter.Tests.Configuration;

/// <summary>A folder for one test, with a config.json that is written anew for each case.</summary>
internal sealed class ConfigurationFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string File => _folder.At("config.json");

    public string Write(string json) => _folder.Write("config.json", json);

    /// <summary>Writes <paramref name="json"/> with one value set.</summary>
    public string Write(string json, string key, string value)
    {
        JsonNode root = JsonNode.Parse(json)!;
        root[key] = JsonNode.Parse(value);
        return Write(root.ToJsonString());
    }

    public void Dispose() => _folder.Dispose();
}
