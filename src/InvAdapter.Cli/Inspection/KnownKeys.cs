using InvAdapter.Configuration;
using InvAdapter.Weights;

namespace InvAdapter.Cli;

/// <summary>Which tensors a model's parts have. Only their places are known here; loading checks every shape.</summary>
internal static class KnownKeys
{
    private const int MostListed = 5;

    private static readonly string[] s_unet = ["conv_in.", "conv_out.", "conv_norm_out.", "time_embedding.", "down_blocks.", "mid_block.", "up_blocks."];
    private static readonly string[] s_autoencoder = ["encoder.", "decoder.", "quant_conv.", "post_quant_conv."];
    private static readonly string[] s_textEncoder = ["text_model.", "embeddings.", "encoder.", "final_layer_norm."];

    public static IEnumerable<string> CheckUNet(IReadOnlyDictionary<string, TensorInfo> tensors, UNetConfiguration? configuration) =>
        [.. Strangers(tensors, s_unet), .. MissingParts(tensors, s_unet), .. configuration is null ? [] : MissingSites(tensors, configuration)];

    public static IEnumerable<string> CheckAutoencoder(IReadOnlyDictionary<string, TensorInfo> tensors) =>
        [.. Strangers(tensors, s_autoencoder), .. MissingParts(tensors, s_autoencoder[..2])];

    public static IEnumerable<string> CheckTextEncoder(IReadOnlyDictionary<string, TensorInfo> tensors) => Strangers(tensors, s_textEncoder);

    private static IEnumerable<string> Strangers(IReadOnlyDictionary<string, TensorInfo> tensors, string[] known)
    {
        string[] names = [.. tensors.Keys.Where(name => !known.Any(start => name.StartsWith(start, StringComparison.Ordinal))).Order(StringComparer.Ordinal)];
        if (names.Length > 0)
            yield return $"unexpected tensors: {List(names)}";
    }

    private static IEnumerable<string> MissingParts(IReadOnlyDictionary<string, TensorInfo> tensors, string[] known) =>
        from start in known
        where !tensors.Keys.Any(name => name.StartsWith(start, StringComparison.Ordinal))
        select $"no tensor begins with {start}";

    private static IEnumerable<string> MissingSites(IReadOnlyDictionary<string, TensorInfo> tensors, UNetConfiguration configuration)
    {
        string[] missing =
        [
            .. from site in configuration.Sites
               from map in (string[])["to_q", "to_k", "to_v", "to_out.0"]
               let name = $"{site.Name}.{map}.weight"
               where !tensors.ContainsKey(name)
               select name,
        ];
        if (missing.Length > 0)
            yield return $"missing tensors of attention sites: {List(missing)}";
    }

    private static string List(string[] names) =>
        string.Join(", ", names.Take(MostListed)) + (names.Length > MostListed ? $" and {names.Length - MostListed} more" : "");
}
