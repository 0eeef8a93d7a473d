using System.Collections.Immutable;
using InvAdapter.Configuration;
using InvAdapter.Models;
using InvAdapter.Training.Checkpoints;
using InvAdapter.Training.Modules;
using InvAdapter.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace InvAdapter.Training.Baselines;

/// <summary>
/// IP-Adapter (Ye et al. 2023, arXiv 2308.06721), the baseline: an image encoder, a projection of its result to a few tokens, and decoupled
/// cross-attention to them. The encoder is trained along, for there is no CLIP of drawn faces.
/// </summary>
public sealed class IpAdapterModule : nn.Module
{
    private readonly ImageEncoder _encoder;
    private readonly Linear _projection;
    private readonly LayerNorm _norm;
    private readonly Dictionary<string, (Linear Keys, Linear Values)> _maps = [];
    private readonly int _tokens;
    private readonly int _width;

    /// <summary>Makes one whose values are zero, so that it begins as the plain base.</summary>
    /// <param name="sites">The base's attention sites; cross-attention is adapted.</param>
    /// <param name="width">Width of the tokens: the base's cross_attention_dim.</param>
    /// <param name="options">Its shape.</param>
    public IpAdapterModule(IEnumerable<AttentionSite> sites, int width, IpAdapterOptions options)
        : base(nameof(IpAdapterModule))
    {
        ArgumentNullException.ThrowIfNull(sites);
        ArgumentNullException.ThrowIfNull(options);
        Sites = InOrder(sites);
        (_tokens, _width) = (options.Tokens, width);
        _encoder = this.Child("image_encoder", new ImageEncoder(options.EncoderChannels));
        nn.Module projection = this.Child("image_proj", new Part());
        _projection = projection.Child("proj", nn.Linear(_encoder.Width, options.Tokens * width));
        _norm = projection.Child("norm", nn.LayerNorm(width));
        nn.Module layers = this.Child("ip_adapter", new Part());
        for (int i = 0; i < Sites.Length; i++)
        {
            nn.Module layer = layers.Child($"{2 * i + 1}", new Part());
            Linear keys = layer.Child("to_k_ip", nn.Linear(width, Sites[i].Width, hasBias: false));
            Linear values = layer.Child("to_v_ip", nn.Linear(width, Sites[i].Width, hasBias: false));
            nn.init.zeros_(values.weight);
            _maps[Sites[i].Name] = (keys, values);
        }
    }

    /// <summary>The cross-attention sites, in the order of IP-Adapter's files: down, up, middle.</summary>
    public ImmutableArray<AttentionSite> Sites { get; }

    /// <summary>Number of trained weights.</summary>
    public long WeightCount => parameters().Sum(parameter => parameter.numel());

    /// <summary>Encodes pictures to keys and values.</summary>
    /// <param name="images">[B,3,H,W] in -1..1.</param>
    /// <param name="strength">λ, 0 to 10.</param>
    /// <param name="present">Which rows of the batch have an identity, bool [B]; null where all do.</param>
    public IdentityAttention Attend(Tensor images, double strength = 1, Tensor? present = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        Tensor tokens = _norm.forward(_projection.forward(_encoder.Forward(images)).view(images.shape[0], _tokens, _width));
        return new IdentityAttention
        {
            Fusion = Fusion.Decoupled,
            Strength = strength,
            Present = present,
            Sites = _maps.ToDictionary(item => item.Key, item => new SiteKeysValues(item.Value.Keys.forward(tokens), item.Value.Values.forward(tokens))),
        };
    }

    /// <summary>Saves it under IP-Adapter's tensor names, <c>image_proj.*</c> and <c>ip_adapter.*</c>, the encoder as <c>image_encoder.*</c>.</summary>
    /// <param name="path">The file; replaced when complete.</param>
    /// <param name="storeAs">Element type of the weights.</param>
    public void Save(string path, ElementType storeAs = ElementType.Float32) =>
        SafetensorsWriter.Write(path, ModuleWeights.Sources(this, storeAs), new Dictionary<string, string> { ["format"] = "pt" });

    /// <summary>Fills it from such a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelFormatException">A tensor is missing or has another shape.</exception>
    public void Load(string path)
    {
        using WeightFolder weights = WeightFolder.OpenFile(path);
        ModuleWeights.Read(this, weights);
    }

    /// <summary>IP-Adapter numbers its layers as diffusers lists attention processors: the middle block comes last.</summary>
    private static ImmutableArray<AttentionSite> InOrder(IEnumerable<AttentionSite> sites) =>
        [.. sites.Where(site => site.Kind == AttentionKind.Cross).OrderBy(site => site.Name.StartsWith("mid_block", StringComparison.Ordinal))];

    /// <summary>A part of the file's names that does nothing itself.</summary>
    private sealed class Part() : nn.Module(nameof(Part));
}
