namespace InvAdapter.Configuration;

/// <summary>One attention layer of the UNet, where features are captured and identity tokens are fed back. SD 1.5 has 32.</summary>
/// <param name="Name">The layer's path in the checkpoint, as in <c>mid_block.attentions.0.transformer_blocks.0.attn1</c>.</param>
/// <param name="Kind">Self- or cross-attention.</param>
/// <param name="Width">Channels C of its tokens.</param>
/// <param name="Heads">Number of attention heads; divides <paramref name="Width"/>.</param>
/// <param name="Level">How often the latents were halved on the way here: 0 is the finest resolution, 3 the coarsest of SD 1.5.</param>
public sealed record AttentionSite(string Name, AttentionKind Kind, int Width, int Heads, int Level)
{
    /// <summary>Rows and columns of tokens here for latents of a given size: one a pixel at this level, odd sizes rounding up.</summary>
    public (int Height, int Width) TokenGrid(int latentHeight, int latentWidth)
    {
        for (int i = 0; i < Level; i++)
            (latentHeight, latentWidth) = ((latentHeight + 1) / 2, (latentWidth + 1) / 2);
        return (latentHeight, latentWidth);
    }

    /// <summary>Number of tokens N here for latents of a given size.</summary>
    public int TokenCount(int latentHeight, int latentWidth)
    {
        (int height, int width) = TokenGrid(latentHeight, latentWidth);
        return checked(height * width);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
