using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using InvAdapter.Configuration;
using InvAdapter.Models;
using InvAdapter.Weights;

namespace InvAdapter.Training.Corpora;

/// <summary>What a folder of inversions is to hold: written first, so that interrupted work goes on as the same.</summary>
internal sealed record InversionManifest(string Model, string Latents, int Count, int ShardSize, int Channels, int Height, int Width, string Steps)
{
    public const string FileName = "inversions.json";
    private const string Format = "inv-adapter-inversions";

    public ImmutableArray<int> Timesteps => [.. Steps.Split(',').Select(step => int.Parse(step, System.Globalization.CultureInfo.InvariantCulture))];

    public LatentShape Shape => new(1, Channels, Height, Width);

    public int Shards => (Count + ShardSize - 1) / ShardSize;

    public int CountIn(int shard) => Math.Min(ShardSize, Count - shard * ShardSize);

    public static string ShardPath(string folder, int shard) => Path.Combine(folder, $"points-{shard:00000}.safetensors");

    public static bool IsIn(string folder) => File.Exists(Path.Combine(folder, FileName));

    public static InversionManifest Read(string folder)
    {
        ConfigurationFile file = ConfigurationFile.Load(Path.Combine(folder, FileName));
        file.RequireText("format", Format);
        string steps = file.Text("timesteps", "");
        if (!steps.Split(',').All(step => int.TryParse(step, System.Globalization.CultureInfo.InvariantCulture, out int t) && t >= 0))
            throw file.Bad("timesteps", "whole numbers with commas between them");
        return new InversionManifest(
            file.Text("model", ""),
            file.Text("latents", ""),
            file.Integer("count", 0),
            file.Integer("shard_size", 0),
            file.Integer("channels", 0),
            file.Integer("height", 0),
            file.Integer("width", 0),
            steps);
    }

    public void Write(string folder)
    {
        var json = new JsonObject
        {
            ["format"] = Format,
            ["model"] = Model,
            ["latents"] = Latents,
            ["count"] = Count,
            ["shard_size"] = ShardSize,
            ["channels"] = Channels,
            ["height"] = Height,
            ["width"] = Width,
            ["timesteps"] = Steps,
        };
        AtomicFile.Write(Path.Combine(folder, FileName), stream => stream.Write(Encoding.UTF8.GetBytes(json.ToString() + "\n")));
    }
}
