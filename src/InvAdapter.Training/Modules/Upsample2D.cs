using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace InvAdapter.Training.Modules;

/// <summary>Nearest-neighbour enlargement and a convolution.</summary>
internal sealed class Upsample2D : nn.Module
{
    private readonly Conv2d _convolution;

    public Upsample2D(int channels)
        : base(nameof(Upsample2D)) => _convolution = this.Child("conv", nn.Conv2d(channels, channels, 3, padding: 1));

    /// <param name="image">[B,C,h,w].</param>
    /// <param name="height">Height to reach: twice as large, or one less where an odd size was halved.</param>
    /// <param name="width">Width to reach.</param>
    public Tensor Forward(Tensor image, long height, long width)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor enlarged = nn.functional.interpolate(image, [height, width], mode: InterpolationMode.Nearest);
        return _convolution.forward(enlarged).MoveToOuterDisposeScope();
    }
}
