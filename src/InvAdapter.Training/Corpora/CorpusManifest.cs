using System.Text;
using System.Text.Json.Nodes;
using InvAdapter.Configuration;
using InvAdapter.Models;
using InvAdapter.Weights;

namespace InvAdapter.Training.Corpora;

/// <summary>What a folder of latents is to hold: written first, so that an interrupted encoding goes on as the same one.</summary>
internal sealed record CorpusManifest(string Images, string ComputeType, string Encoder, int Count, int ShardSize, int Channels, int Height, int Width)
{
    public const string FileName = "corpus.json";
    private const string Format = "inv-adapter-latents";

    /// <summary>What tells pictures from others, their size included.</summary>
    public static string Describe(Data.IImageSource images) => $"{images.Width}x{images.Height}: {images.Description}";

    public LatentShape Shape => new(1, Channels, Height, Width);

    public int Shards => (Count + ShardSize - 1) / ShardSize;

    public int CountIn(int shard) => Math.Min(ShardSize, Count - shard * ShardSize);

    public static string ShardPath(string folder, int shard) => Path.Combine(folder, $"latents-{shard:00000}.safetensors");

    public static bool IsIn(string folder) => File.Exists(Path.Combine(folder, FileName));

    public static CorpusManifest Read(string folder)
    {
        ConfigurationFile file = ConfigurationFile.Load(Path.Combine(folder, FileName));
        file.RequireText("format", Format);
        return new CorpusManifest(
            file.Text("images", ""),
            file.Text("compute_type", ""),
            file.Text("encoder", ""),
            file.Integer("count", 0),
            file.Integer("shard_size", 0),
            file.Integer("channels", 0),
            file.Integer("height", 0),
            file.Integer("width", 0));
    }

    public void Write(string folder)
    {
        var json = new JsonObject
        {
            ["format"] = Format,
            ["images"] = Images,
            ["compute_type"] = ComputeType,
            ["encoder"] = Encoder,
            ["count"] = Count,
            ["shard_size"] = ShardSize,
            ["channels"] = Channels,
            ["height"] = Height,
            ["width"] = Width,
        };
        AtomicFile.Write(Path.Combine(folder, FileName), stream => stream.Write(Encoding.UTF8.GetBytes(json.ToString() + "\n")));
    }
}
