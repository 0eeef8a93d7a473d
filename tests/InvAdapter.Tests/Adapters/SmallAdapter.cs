using InvAdapter.Configuration;
using InvAdapter.Weights;

namespace InvAdapter.Tests.Adapters;

/// <summary>An adapter file of two sites, made here.</summary>
internal static class SmallAdapter
{
    public static AttentionSite[] Sites { get; } =
    [
        new("down.attn1", AttentionKind.Self, 4, 2, 0),
        new("up.attn2", AttentionKind.Cross, 6, 2, 1),
        new("up.attn3", AttentionKind.Self, 4, 2, 1),
    ];

    public static Dictionary<string, string> Metadata => new() { ["format"] = "inv-adapter", ["version"] = "1" };

    /// <summary>Both maps of the first two sites, as sources by name.</summary>
    public static Dictionary<string, TensorSource> Maps(ElementType type = ElementType.Float32)
    {
        var random = new Random(1);
        return Sites.Take(2)
            .SelectMany(site => (string[])[$"{site.Name}.to_k_id.weight", $"{site.Name}.to_v_id.weight"], (site, name) => Map(name, site.Width, site.Width, random, type))
            .ToDictionary(source => source.Name);
    }

    public static TensorSource Map(string name, int outWidth, int inWidth, Random? random = null, ElementType type = ElementType.Float32) => TensorSource.FromSingle(
        name,
        Enumerable.Range(0, outWidth * inWidth).Select(_ => (float)(random?.NextDouble() ?? 1)).ToArray(),
        [outWidth, inWidth],
        type);
}
