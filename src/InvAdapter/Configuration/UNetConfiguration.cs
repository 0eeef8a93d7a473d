using System.Collections.Immutable;

namespace InvAdapter.Configuration;

/// <summary>The shape of a <c>UNet2DConditionModel</c>, read from its <c>config.json</c>: all of the Stable Diffusion 1.x and 2.x variation.</summary>
/// <remarks>Lists run from the finest level to the coarsest. Absent keys take diffusers' defaults.</remarks>
public sealed record UNetConfiguration
{
    /// <summary>Most resolution levels that a file may ask for. Published models have 3 or 4.</summary>
    internal const int MaximumLevels = 8;

    /// <summary>Most layers that a file may ask for at one level. Published models have 1 to 10.</summary>
    internal const int MaximumLayers = 64;

    /// <summary>Channels of the latents that come in.</summary>
    public required int InChannels { get; init; }

    /// <summary>Channels of the prediction.</summary>
    public required int OutChannels { get; init; }

    /// <summary>Height and width of the latents the model was trained at; 64 for SD 1.5.</summary>
    public required int SampleSize { get; init; }

    /// <summary>Channels at each level.</summary>
    public required ImmutableArray<int> BlockOutChannels { get; init; }

    /// <summary>Residual blocks on the way down, at each level; the way up has one more.</summary>
    public required ImmutableArray<int> LayersPerBlock { get; init; }

    /// <summary>Transformer blocks behind each residual block, at each level.</summary>
    public required ImmutableArray<int> TransformerLayers { get; init; }

    /// <summary>Attention heads at each level.</summary>
    public required ImmutableArray<int> Heads { get; init; }

    /// <summary>Whether the way down has attention, at each level.</summary>
    public required ImmutableArray<bool> DownAttention { get; init; }

    /// <summary>Whether the way up has attention, from the coarsest level to the finest (the order of <c>up_block_types</c>).</summary>
    public required ImmutableArray<bool> UpAttention { get; init; }

    /// <summary>Width of the text encoder's hidden states.</summary>
    public required int CrossAttentionDim { get; init; }

    /// <summary>Whether the projections around transformer blocks are stored as linear layers (SD 2.x) or as 1×1 convolutions (SD 1.x).</summary>
    public required bool UseLinearProjection { get; init; }

    /// <summary>Whether attention must be computed in float32 even where the rest is float16.</summary>
    public required bool UpcastAttention { get; init; }

    /// <summary>Groups of every group normalisation.</summary>
    public required int NormGroups { get; init; }

    /// <summary>Epsilon of the residual blocks' group normalisation.</summary>
    public required double NormEpsilon { get; init; }

    /// <summary>The nonlinearity of residual blocks and of the time embedding.</summary>
    public required ActivationFunction Activation { get; init; }

    /// <summary>Width of the time embedding.</summary>
    public required int TimeEmbeddingDim { get; init; }

    /// <summary>Whether the sinusoidal embedding lists cosines before sines.</summary>
    public required bool FlipSinToCos { get; init; }

    /// <summary>Offset in the sinusoidal embedding's frequencies.</summary>
    public required double FrequencyShift { get; init; }

    /// <summary>A nonlinearity behind the time embedding's second layer, where there is one.</summary>
    public required ActivationFunction? TimestepPostActivation { get; init; }

    /// <summary>A nonlinearity on the finished time embedding, where there is one.</summary>
    public required ActivationFunction? TimeEmbeddingActivation { get; init; }

    /// <summary>Whether the time embedding scales and shifts the normalised features, instead of being added to them.</summary>
    public required bool TimeScaleShift { get; init; }

    /// <summary>Whether latents are mapped from [0, 1] to [-1, 1] first.</summary>
    public required bool CenterInputSample { get; init; }

    /// <summary>Padding of the strided convolutions.</summary>
    public required int DownsamplePadding { get; init; }

    /// <summary>What the middle block's residual sums are divided by.</summary>
    public required double MidBlockScaleFactor { get; init; }

    /// <summary>Kernel size of the first convolution.</summary>
    public required int ConvInKernel { get; init; }

    /// <summary>Kernel size of the last convolution.</summary>
    public required int ConvOutKernel { get; init; }

    /// <summary>Number of resolution levels.</summary>
    public int Levels => BlockOutChannels.Length;

    /// <summary>Latent sizes that are multiples of this keep every level's size whole.</summary>
    public int SizeMultiple => 1 << (Levels - 1);

    /// <summary>Every attention site, in the order in which the UNet reaches them.</summary>
    public ImmutableArray<AttentionSite> Sites => [.. EnumerateSites()];

    /// <summary>Reads a UNet's configuration.</summary>
    /// <param name="path">The <c>config.json</c> of the <c>unet</c> folder.</param>
    /// <exception cref="ModelFormatException">It is malformed, or asks for something that isn't supported; the message names the key and the value.</exception>
    public static UNetConfiguration Load(string path) => UNetConfigurationReader.Read(ConfigurationFile.Load(path));

    private IEnumerable<AttentionSite> EnumerateSites()
    {
        for (int level = 0; level < Levels; level++)
        {
            for (int i = 0; DownAttention[level] && i < LayersPerBlock[level]; i++)
            {
                foreach (AttentionSite site in SitesOf($"down_blocks.{level}.attentions.{i}", level))
                    yield return site;
            }
        }

        foreach (AttentionSite site in SitesOf("mid_block.attentions.0", Levels - 1))
            yield return site;

        for (int block = 0; block < Levels; block++)
        {
            int level = Levels - 1 - block;
            for (int i = 0; UpAttention[block] && i < LayersPerBlock[level] + 1; i++)
            {
                foreach (AttentionSite site in SitesOf($"up_blocks.{block}.attentions.{i}", level))
                    yield return site;
            }
        }
    }

    private IEnumerable<AttentionSite> SitesOf(string transformer, int level)
    {
        for (int i = 0; i < TransformerLayers[level]; i++)
        {
            string block = $"{transformer}.transformer_blocks.{i}";
            yield return new AttentionSite($"{block}.attn1", AttentionKind.Self, BlockOutChannels[level], Heads[level], level);
            yield return new AttentionSite($"{block}.attn2", AttentionKind.Cross, BlockOutChannels[level], Heads[level], level);
        }
    }
}
