using InvAdapter.Configuration;
using InvAdapter.Training.Checkpoints;
using InvAdapter.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace InvAdapter.Training.Modules;

/// <summary>diffusers' <c>AutoencoderKL</c>, parameter for parameter.</summary>
/// <remarks>Latents have the autoencoder's own scale here; the UNet's are these times <see cref="AutoencoderConfiguration.ScalingFactor"/>.</remarks>
public sealed class AutoencoderKL : nn.Module<Tensor, Tensor>
{
    // The published SD 1.x autoencoders keep the names that the middle's attention had in diffusers before 0.17.
    private static readonly (string Today, string Before)[] s_olderNames =
    [
        (".to_q.", ".query."),
        (".to_k.", ".key."),
        (".to_v.", ".value."),
        (".to_out.0.", ".proj_attn."),
    ];

    private readonly AutoencoderHalf _encoder;
    private readonly AutoencoderHalf _decoder;
    private readonly Conv2d? _quant;
    private readonly Conv2d? _postQuant;

    /// <summary>Makes the network with PyTorch's usual random weights.</summary>
    /// <param name="configuration">Its shape.</param>
    public AutoencoderKL(AutoencoderConfiguration configuration)
        : base(nameof(AutoencoderKL))
    {
        ArgumentNullException.ThrowIfNull(configuration);
        Configuration = configuration;
        int latent = configuration.LatentChannels;
        _encoder = this.Child("encoder", AutoencoderHalf.Encoder(configuration));
        _decoder = this.Child("decoder", AutoencoderHalf.Decoder(configuration));
        if (configuration.UseQuantConv)
            _quant = this.Child("quant_conv", nn.Conv2d(2 * latent, 2 * latent, 1));
        if (configuration.UsePostQuantConv)
            _postQuant = this.Child("post_quant_conv", nn.Conv2d(latent, latent, 1));
    }

    /// <summary>The network's shape.</summary>
    public AutoencoderConfiguration Configuration { get; }

    /// <summary>Loads the network from a folder with <c>config.json</c> and safetensors files, under today's tensor names or the old ones.</summary>
    /// <param name="folder">The <c>vae</c> folder.</param>
    /// <param name="variant">Which files to read, as in <c>fp16</c>; null for the plain ones.</param>
    /// <exception cref="ModelFormatException">The folder isn't one that InvAdapter reads, or a tensor is missing or has another shape.</exception>
    public static AutoencoderKL Load(string folder, string? variant = null) => ModelFiles.Load(
        folder, ModelFiles.DiffusersStem, variant, () => new AutoencoderKL(AutoencoderConfiguration.Load(ModelFiles.Configuration(folder))), OlderName);

    /// <summary>Saves the network as such a folder, under today's names.</summary>
    /// <param name="folder">The <c>vae</c> folder; made where it is missing.</param>
    /// <param name="storeAs">Element type of the weights.</param>
    public void Save(string folder, ElementType storeAs = ElementType.Float32) =>
        ModelFiles.Save(folder, ModelFiles.DiffusersStem, this, ConfigurationWriter.Write(Configuration), storeAs);

    /// <summary>Fills the network from a folder's weights, to go on from them.</summary>
    /// <exception cref="ModelFormatException">The folder's network is another one, or a tensor is missing or has another shape.</exception>
    internal void BeginWith(string folder) => ModelFiles.Begin(
        this,
        ConfigurationWriter.Write(Configuration),
        folder,
        ModelFiles.DiffusersStem,
        ConfigurationWriter.Write(AutoencoderConfiguration.Load(ModelFiles.Configuration(folder))),
        OlderName);

    /// <summary>Leaves the decoder alone to learn.</summary>
    internal void FreezeEncoder()
    {
        _encoder.Freeze();
        _quant?.Freeze();
    }

    /// <summary>Encodes images to the distribution that their latents come from.</summary>
    /// <param name="images">[B,3,H,W] in -1..1.</param>
    /// <returns>Mean and log-variance, [B,C,h,w] each.</returns>
    public (Tensor Mean, Tensor LogVariance) Encode(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        using DisposeScope scope = NewDisposeScope();
        Tensor moments = _encoder.Forward(images);
        if (_quant is not null)
            moments = _quant.forward(moments);
        Tensor[] halves = moments.chunk(2, 1);
        return (halves[0].MoveToOuterDisposeScope(), halves[1].MoveToOuterDisposeScope());
    }

    /// <summary>Decodes latents.</summary>
    /// <param name="latents">[B,C,h,w].</param>
    /// <returns>Images [B,3,H,W], about -1..1.</returns>
    public Tensor Decode(Tensor latents)
    {
        ArgumentNullException.ThrowIfNull(latents);
        using DisposeScope scope = NewDisposeScope();
        Tensor x = _postQuant is null ? latents : _postQuant.forward(latents.to(_postQuant.weight.dtype));
        return _decoder.Forward(x).MoveToOuterDisposeScope();
    }

    /// <summary>Encodes images and decodes their means.</summary>
    /// <param name="images">[B,3,H,W] in -1..1.</param>
    public override Tensor forward(Tensor images)
    {
        using DisposeScope scope = NewDisposeScope();
        return Decode(Encode(images).Mean).MoveToOuterDisposeScope();
    }

    private static string? OlderName(string name)
    {
        foreach ((string today, string before) in s_olderNames)
        {
            if (name.Contains(today, StringComparison.Ordinal))
                return name.Replace(today, before, StringComparison.Ordinal);
        }

        return null;
    }
}
