using InvAdapter.Configuration;
using InvAdapter.Training.Modules;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace InvAdapter.Training.Recognition;

/// <summary>One level of the network: a convolution that halves both sides, and a residual block.</summary>
internal sealed class RecognizerLevel : nn.Module
{
    private readonly Conv2d _halving;
    private readonly ResnetBlock2D _block;

    public RecognizerLevel(RecognizerConfiguration configuration, int level)
        : base(nameof(RecognizerLevel))
    {
        int channels = configuration.Channels[level];
        var settings = new ResnetSettings { Groups = configuration.NormGroups, Epsilon = FaceRecognizer.NormEpsilon, Activation = ActivationFunction.Silu };
        _halving = this.Child("halving", nn.Conv2d(level == 0 ? 3 : configuration.Channels[level - 1], channels, 3, stride: 2, padding: 1));
        _block = this.Child("block", new ResnetBlock2D(settings, channels, channels));
    }

    /// <param name="x">[B,C,h,w].</param>
    /// <returns>[B,C',h/2,w/2].</returns>
    public Tensor Forward(Tensor x)
    {
        using DisposeScope scope = NewDisposeScope();
        return _block.Forward(_halving.forward(x), null).MoveToOuterDisposeScope();
    }
}
