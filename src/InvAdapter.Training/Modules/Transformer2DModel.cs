using InvAdapter.Configuration;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace InvAdapter.Training.Modules;

/// <summary>Image to tokens, transformer blocks, and back.</summary>
internal sealed class Transformer2DModel : nn.Module
{
    private const double Epsilon = 1e-6;

    private readonly bool _linear;
    private readonly GroupNorm _norm;
    private readonly nn.Module<Tensor, Tensor> _in;
    private readonly BasicTransformerBlock[] _blocks;
    private readonly nn.Module<Tensor, Tensor> _out;

    /// <param name="name">The transformer's path in the checkpoint.</param>
    /// <param name="level">Its resolution level, which decides width and depth.</param>
    /// <param name="configuration">The network's shape.</param>
    /// <param name="sites">The network's attention sites by name.</param>
    public Transformer2DModel(string name, int level, UNetConfiguration configuration, IReadOnlyDictionary<string, AttentionSite> sites)
        : base(nameof(Transformer2DModel))
    {
        int width = configuration.BlockOutChannels[level];
        Sites = [.. sites.Keys.Where(site => site.StartsWith(name + '.', StringComparison.Ordinal))];
        _linear = configuration.UseLinearProjection;
        _norm = this.Child("norm", Normalization.Group(configuration.NormGroups, width, Epsilon));
        _in = this.Child("proj_in", Projection(width));
        _blocks = this.Children("transformer_blocks", Enumerable.Range(0, configuration.TransformerLayers[level]).Select(i =>
            new BasicTransformerBlock(sites[$"{name}.transformer_blocks.{i}.attn1"], sites[$"{name}.transformer_blocks.{i}.attn2"], configuration)));
        _out = this.Child("proj_out", Projection(width));
    }

    /// <summary>Names of its attention sites.</summary>
    public IReadOnlyCollection<string> Sites { get; }

    public Tensor Forward(Tensor image, UNetCall call)
    {
        using DisposeScope scope = NewDisposeScope();
        (long height, long width) = (image.shape[2], image.shape[3]);
        Tensor normal = _norm.forward(image);
        Tensor tokens = _linear ? _in.forward(Tokens(normal)) : Tokens(_in.forward(normal));
        foreach (BasicTransformerBlock block in _blocks)
            tokens = block.Forward(tokens, call);
        Tensor result = _linear ? Image(_out.forward(tokens)) : _out.forward(Image(tokens));
        return (result + image).MoveToOuterDisposeScope();

        Tensor Image(Tensor value) => value.transpose(1, 2).reshape(value.shape[0], -1, height, width);
    }

    private static Tensor Tokens(Tensor image) => image.flatten(2).transpose(1, 2);

    private nn.Module<Tensor, Tensor> Projection(int width) => _linear ? nn.Linear(width, width) : nn.Conv2d(width, width, 1);
}
