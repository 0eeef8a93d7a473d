using System.Collections.Immutable;
using InvAdapter.Configuration;
using InvAdapter.Training.Checkpoints;
using InvAdapter.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace InvAdapter.Training.Modules;

/// <summary>diffusers' <c>UNet2DConditionModel</c>, parameter for parameter: plain network, feature extractor and adapted network.</summary>
public sealed class UNet2DConditionModel : nn.Module<Tensor, Tensor, Tensor, Tensor>
{
    private readonly Conv2d _convIn;
    private readonly TimestepEmbedding _time;
    private readonly UNetDownBlock[] _down;
    private readonly UNetMidBlock _middle;
    private readonly UNetUpBlock[] _up;
    private readonly GroupNorm _normOut;
    private readonly Conv2d _convOut;

    /// <summary>Makes the network with PyTorch's usual random weights.</summary>
    /// <param name="configuration">Its shape.</param>
    public UNet2DConditionModel(UNetConfiguration configuration)
        : base(nameof(UNet2DConditionModel))
    {
        ArgumentNullException.ThrowIfNull(configuration);
        Configuration = configuration;
        Sites = configuration.Sites;
        Dictionary<string, AttentionSite> sites = Sites.ToDictionary(site => site.Name);
        int width = configuration.BlockOutChannels[0];

        _convIn = this.Child("conv_in", nn.Conv2d(configuration.InChannels, width, configuration.ConvInKernel, padding: configuration.ConvInKernel / 2));
        _time = this.Child("time_embedding", new TimestepEmbedding(configuration));
        _down = this.Children("down_blocks", Enumerable.Range(0, configuration.Levels).Select(level => new UNetDownBlock(level, configuration, sites)));
        _middle = this.Child("mid_block", new UNetMidBlock(configuration, sites));
        Stack<int> skipChannels = SkipChannels(configuration);
        _up = this.Children("up_blocks", Enumerable.Range(0, configuration.Levels).Select(block => new UNetUpBlock(block, configuration, sites, skipChannels)));
        _normOut = this.Child("conv_norm_out", Normalization.Group(configuration.NormGroups, width, configuration.NormEpsilon));
        _convOut = this.Child("conv_out", nn.Conv2d(width, configuration.OutChannels, configuration.ConvOutKernel, padding: configuration.ConvOutKernel / 2));
    }

    /// <summary>The network's shape.</summary>
    public UNetConfiguration Configuration { get; }

    /// <summary>Its attention sites, in the order in which it reaches them.</summary>
    public ImmutableArray<AttentionSite> Sites { get; }

    /// <summary>
    /// Whether calls keep only the input of every residual block and transformer for the way back, and compute the rest again there (Chen et al. 2016,
    /// arXiv 1604.06174): a third more time for a fraction of the memory. For adapters: the network itself must be frozen.
    /// </summary>
    public bool GradientCheckpointing { get; set; }

    /// <summary>Loads the network from a folder with <c>config.json</c> and safetensors files.</summary>
    /// <param name="folder">The <c>unet</c> folder.</param>
    /// <param name="variant">Which files to read, as in <c>fp16</c>; null for the plain ones.</param>
    /// <exception cref="ModelFormatException">The folder isn't one that InvAdapter reads, or a tensor is missing or has another shape.</exception>
    public static UNet2DConditionModel Load(string folder, string? variant = null) => ModelFiles.Load(
        folder, ModelFiles.DiffusersStem, variant, () => new UNet2DConditionModel(UNetConfiguration.Load(ModelFiles.Configuration(folder))));

    /// <summary>Saves the network as such a folder, which InvAdapter, diffusers and this class read.</summary>
    /// <param name="folder">The <c>unet</c> folder; made where it is missing.</param>
    /// <param name="storeAs">Element type of the weights.</param>
    public void Save(string folder, ElementType storeAs = ElementType.Float32) =>
        ModelFiles.Save(folder, ModelFiles.DiffusersStem, this, ConfigurationWriter.Write(Configuration), storeAs);

    /// <summary>Fills the network from a folder's weights, to go on from them.</summary>
    /// <exception cref="ModelFormatException">The folder's network is another one, or a tensor is missing or has another shape.</exception>
    internal void BeginWith(string folder) => ModelFiles.Begin(
        this, ConfigurationWriter.Write(Configuration), folder, ModelFiles.DiffusersStem, ConfigurationWriter.Write(UNetConfiguration.Load(ModelFiles.Configuration(folder))));

    /// <summary>Predicts the noise (or the velocity) in latents.</summary>
    /// <param name="sample">Latents z, [B,C,h,w].</param>
    /// <param name="timesteps">Training timesteps, [B] or [1].</param>
    /// <param name="text">The text encoder's hidden states, [B,T,D].</param>
    /// <returns>The raw prediction, [B,C,h,w].</returns>
    public override Tensor forward(Tensor sample, Tensor timesteps, Tensor text) => Predict(sample, timesteps, text);

    /// <summary>Predicts, and taps features or adds an identity on the way.</summary>
    /// <param name="sample">Latents z, [B,C,h,w].</param>
    /// <param name="timesteps">Training timesteps, [B] or [1].</param>
    /// <param name="text">The text encoder's hidden states, [B,T,D].</param>
    /// <param name="tap">Takes the tokens that enter attention sites; null for none.</param>
    /// <param name="identity">Identity keys and values to attend to; null for the plain network.</param>
    /// <returns>The raw prediction, [B,C,h,w].</returns>
    public Tensor Predict(Tensor sample, Tensor timesteps, Tensor text, FeatureTap? tap = null, IdentityAttention? identity = null)
    {
        ArgumentNullException.ThrowIfNull(sample);
        ArgumentNullException.ThrowIfNull(timesteps);
        ArgumentNullException.ThrowIfNull(text);
        using DisposeScope scope = NewDisposeScope();
        ScalarType type = _convIn.weight.dtype;
        var call = new UNetCall(text.to(type), tap, identity, Recomputes());

        // Every residual block begins with the same activation of the embedding, so it is shared.
        Tensor time = Configuration.Activation.Apply(_time.Forward(timesteps));
        Tensor x = _convIn.forward((Configuration.CenterInputSample ? 2 * sample - 1 : sample).to(type));

        // Channels lie innermost from here on, so that convolutions and the tokens of attention need no copies between them: 5% faster on a CPU.
        x = x.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
        var skips = new Stack<Tensor>([x]);
        foreach (UNetDownBlock block in _down)
            x = block.Forward(x, time, call, skips);
        x = _middle.Forward(x, time, call);
        foreach (UNetUpBlock block in _up)
            x = block.Forward(x, time, call, skips);
        return _convOut.forward(Configuration.Activation.Apply(_normOut.forward(x))).MoveToOuterDisposeScope();
    }

    /// <summary>Weights of a site's own key and value projections, [C, context] each; borrowed.</summary>
    /// <exception cref="ArgumentException">The network has no such site.</exception>
    internal (Tensor Key, Tensor Value) Projections(AttentionSite site) =>
        modules().OfType<Attention>().FirstOrDefault(attention => attention.Site.Name == site.Name)?.Projections
        ?? throw new ArgumentException($"The UNet has no attention site {site}.", nameof(site));

    private bool Recomputes()
    {
        if (!GradientCheckpointing || !is_grad_enabled())
            return false;
        return parameters().All(parameter => !parameter.requires_grad)
            ? true
            : throw new InvalidOperationException("Gradient checkpointing is for adapters on a frozen UNet, but this one has parameters that require a gradient.");
    }

    /// <summary>Channels of everything that the way down pushes, in that order.</summary>
    private static Stack<int> SkipChannels(UNetConfiguration configuration)
    {
        var channels = new Stack<int>([configuration.BlockOutChannels[0]]);
        for (int level = 0; level < configuration.Levels; level++)
        {
            int pushed = configuration.LayersPerBlock[level] + (level < configuration.Levels - 1 ? 1 : 0);
            for (int i = 0; i < pushed; i++)
                channels.Push(configuration.BlockOutChannels[level]);
        }

        return channels;
    }
}
