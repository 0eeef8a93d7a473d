using InvAdapter.Configuration;
using InvAdapter.Models;
using InvAdapter.Weights;

namespace InvAdapter.Benchmarks;

/// <summary>Arithmetic of one UNet call by the definition of its layers. A multiplication and an addition are two operations; norms and activations are left out.</summary>
internal static class UNetOperations
{
    /// <summary>Operations of one call on one sample.</summary>
    /// <param name="folder">The model.</param>
    /// <param name="side">Side of the latents.</param>
    /// <param name="textTokens">Tokens of the prompt.</param>
    /// <param name="adapted">Sites at which an identity brings as many tokens as the layer has itself.</param>
    public static double Count(ModelFolder folder, int side, int textTokens, IEnumerable<AttentionSite> adapted)
    {
        using WeightFolder weights = folder.OpenUNetWeights();
        int levels = folder.UNet.BlockOutChannels.Length;
        double layers = weights.Tensors.Values.Where(tensor => tensor.Shape.Length > 1).Sum(tensor => (double)tensor.ElementCount * Uses(tensor.Name, levels, side, textTokens));
        double own = folder.UNet.Sites.Sum(site => Attention(site, side, site.Kind == AttentionKind.Self ? site.TokenCount(side, side) : textTokens));
        double identity = adapted.Sum(site => Attention(site, side, site.TokenCount(side, side)));
        return 2 * (layers + own + identity);
    }

    /// <summary>QKᵀ and its product with V.</summary>
    private static double Attention(AttentionSite site, int side, int keys) => 2.0 * site.TokenCount(side, side) * keys * site.Width;

    /// <summary>How often a weight is used: once a pixel of its level, once a token of the prompt, or once.</summary>
    private static double Uses(string name, int levels, int side, int textTokens)
    {
        if (name.Contains("time_emb", StringComparison.Ordinal))
            return 1;
        if (name.Contains("attn2.to_k", StringComparison.Ordinal) || name.Contains("attn2.to_v", StringComparison.Ordinal))
            return textTokens;
        return Math.Pow(side >> Level(name, levels), 2);
    }

    /// <summary>The level that a layer writes at; samplers write at the next one.</summary>
    private static int Level(string name, int levels)
    {
        string[] parts = name.Split('.');
        return parts[0] switch
        {
            "down_blocks" => int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) + (parts[2] == "downsamplers" ? 1 : 0),
            "mid_block" => levels - 1,
            "up_blocks" => levels - 1 - int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) - (parts[2] == "upsamplers" ? 1 : 0),
            _ => 0,
        };
    }
}
