using InvAdapter.Training.Modules;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace InvAdapter.Training.Baselines;

/// <summary>A small convolutional image encoder: halvings with two convolutions each, then the mean over the picture.</summary>
internal sealed class ImageEncoder : nn.Module
{
    private const int Groups = 8;
    private const double Epsilon = 1e-5;

    private readonly Conv2d[] _halvings;
    private readonly GroupNorm[] _norms;
    private readonly Conv2d[] _convolutions;
    private readonly GroupNorm[] _laterNorms;

    /// <param name="channels">Channels behind each halving; multiples of 8.</param>
    public ImageEncoder(IReadOnlyList<int> channels)
        : base(nameof(ImageEncoder))
    {
        Width = channels[^1];
        _halvings = this.Children("halvings", channels.Select((width, i) => nn.Conv2d(i == 0 ? 3 : channels[i - 1], width, 3, stride: 2, padding: 1)));
        _norms = this.Children("norms", channels.Select(width => Normalization.Group(Groups, width, Epsilon)));
        _convolutions = this.Children("convolutions", channels.Select(width => nn.Conv2d(width, width, 3, padding: 1)));
        _laterNorms = this.Children("later_norms", channels.Select(width => Normalization.Group(Groups, width, Epsilon)));
    }

    /// <summary>Channels of the result.</summary>
    public int Width { get; }

    /// <param name="images">[B,3,H,W] in -1..1.</param>
    /// <returns>[B,<see cref="Width"/>].</returns>
    public Tensor Forward(Tensor images)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = images.to(_halvings[0].weight.dtype);
        for (int i = 0; i < _halvings.Length; i++)
        {
            x = nn.functional.silu(_norms[i].forward(_halvings[i].forward(x)));
            x = x + nn.functional.silu(_laterNorms[i].forward(_convolutions[i].forward(x)));
        }

        return x.mean([2, 3]).MoveToOuterDisposeScope();
    }
}
