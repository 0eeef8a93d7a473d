using InvAdapter.Training.Modules;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace InvAdapter.Training.Recognition;

/// <summary>The levels that are either identity's or the scene's own, and what makes numbers of their last picture.</summary>
/// <remarks>The last picture is not averaged over: how far eyes are apart, or where a head is, would be gone.</remarks>
internal sealed class RecognizerBranch : nn.Module
{
    private const int Squeezed = 32;

    private readonly RecognizerLevel[] _levels;
    private readonly GroupNorm _norm;
    private readonly Conv2d _squeeze;
    private readonly Linear _project;

    public RecognizerBranch(RecognizerConfiguration configuration)
        : base(nameof(RecognizerBranch))
    {
        int channels = configuration.Channels[^1];
        int own = configuration.Channels.Length - configuration.SharedLevels;
        _levels = this.Children("levels", Enumerable.Range(configuration.SharedLevels, own).Select(level => new RecognizerLevel(configuration, level)));
        _norm = this.Child("norm", Normalization.Group(configuration.NormGroups, channels, FaceRecognizer.NormEpsilon));
        _squeeze = this.Child("squeeze", nn.Conv2d(channels, Squeezed, 1));
        _project = this.Child("project", nn.Linear(Squeezed * configuration.LastSide * configuration.LastSide, configuration.EmbeddingSize));
    }

    /// <param name="x">[B,C,h,w].</param>
    /// <returns>[B, embedding size].</returns>
    public Tensor Forward(Tensor x)
    {
        using DisposeScope scope = NewDisposeScope();
        foreach (RecognizerLevel level in _levels)
            x = level.Forward(x);
        x = nn.functional.silu(_squeeze.forward(nn.functional.silu(_norm.forward(x))));
        return _project.forward(x.flatten(1)).MoveToOuterDisposeScope();
    }

    /// <summary>Makes the result (y - mean) / deviation from now on.</summary>
    public void Standardize(Tensor mean, Tensor deviation)
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        _project.weight.div_(deviation.unsqueeze(1));
        _project.bias!.sub_(mean).div_(deviation);
    }
}
