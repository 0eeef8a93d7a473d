using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace InvAdapter.Training.Modules;

/// <summary>A strided convolution that halves an image.</summary>
internal sealed class Downsample2D : nn.Module
{
    private readonly bool _padsItself;
    private readonly Conv2d _convolution;

    /// <param name="channels">Channels in and out.</param>
    /// <param name="padding">1 for padding all around, 0 for the bottom and the right only.</param>
    public Downsample2D(int channels, int padding)
        : base(nameof(Downsample2D))
    {
        _padsItself = padding == 0;
        _convolution = this.Child("conv", nn.Conv2d(channels, channels, 3, stride: 2, padding: padding));
    }

    public Tensor Forward(Tensor image)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor padded = _padsItself ? nn.functional.pad(image, [0L, 1, 0, 1]) : image;
        return _convolution.forward(padded).MoveToOuterDisposeScope();
    }
}
