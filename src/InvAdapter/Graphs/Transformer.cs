using InvAdapter.Configuration;

namespace InvAdapter.Graphs;

/// <summary><c>Transformer2DModel</c>: image to tokens, blocks of self-attention, cross-attention and a gated feed-forward layer, and back.</summary>
internal sealed class Transformer(Layers layers, UNetConfiguration configuration, IReadOnlyDictionary<string, AttentionSite> sites, TransformerContext context)
{
    private const double GroupNormEpsilon = 1e-6;
    private const double LayerNormEpsilon = 1e-5;

    /// <param name="x">[B,channels,h,w].</param>
    /// <param name="name">The transformer's path in the checkpoint.</param>
    /// <param name="level">The resolution level, which decides width and depth.</param>
    public string Apply(string x, string name, int level)
    {
        int channels = configuration.BlockOutChannels[level];
        string normal = layers.GroupNorm(x, $"{name}.norm", channels, configuration.NormGroups, GroupNormEpsilon);

        // A 1×1 convolution before the reordering is the same linear map as one behind it, so both kinds of checkpoint share a path.
        string tokens = layers.Linear(layers.ToTokens(normal, channels), $"{name}.proj_in", channels, channels);
        for (int i = 0; i < configuration.TransformerLayers[level]; i++)
            tokens = Block(tokens, $"{name}.transformer_blocks.{i}", channels);
        tokens = layers.Linear(tokens, $"{name}.proj_out", channels, channels);
        return layers.Add(layers.ToImage(tokens, x, channels), x);
    }

    private string Block(string tokens, string name, int width)
    {
        string normal = layers.LayerNorm(tokens, $"{name}.norm1", width, LayerNormEpsilon);
        tokens = layers.Add(Attend($"{name}.attn1", normal, normal, width), tokens);

        normal = layers.LayerNorm(tokens, $"{name}.norm2", width, LayerNormEpsilon);
        tokens = layers.Add(Attend($"{name}.attn2", normal, context.Text, configuration.CrossAttentionDim), tokens);

        normal = layers.LayerNorm(tokens, $"{name}.norm3", width, LayerNormEpsilon);
        return layers.Add(layers.GatedFeedForward(normal, $"{name}.ff", width, 4 * width), tokens);
    }

    private string Attend(string site, string tokens, string attended, int attendedWidth) =>
        new AttentionLayer(layers, sites[site], configuration.UpcastAttention)
            .Apply(tokens, attended, attendedWidth, context.Batch, context.Strength);
}
