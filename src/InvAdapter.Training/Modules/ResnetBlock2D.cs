using InvAdapter.Configuration;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace InvAdapter.Training.Modules;

/// <summary>Two normalised convolutions around a shortcut, told the timestep in between.</summary>
internal sealed class ResnetBlock2D : nn.Module
{
    private readonly ResnetSettings _settings;
    private readonly GroupNorm _norm1;
    private readonly Conv2d _conv1;
    private readonly Linear? _time;
    private readonly GroupNorm _norm2;
    private readonly Conv2d _conv2;
    private readonly Conv2d? _shortcut;

    public ResnetBlock2D(ResnetSettings settings, int inChannels, int outChannels)
        : base(nameof(ResnetBlock2D))
    {
        _settings = settings;
        _norm1 = this.Child("norm1", Normalization.Group(settings.Groups, inChannels, settings.Epsilon));
        _conv1 = this.Child("conv1", nn.Conv2d(inChannels, outChannels, 3, padding: 1));
        if (settings.TimeWidth > 0)
            _time = this.Child("time_emb_proj", nn.Linear(settings.TimeWidth, settings.TimeScaleShift ? 2 * outChannels : outChannels));
        _norm2 = this.Child("norm2", Normalization.Group(settings.Groups, outChannels, settings.Epsilon));
        _conv2 = this.Child("conv2", nn.Conv2d(outChannels, outChannels, 3, padding: 1));
        if (inChannels != outChannels)
            _shortcut = this.Child("conv_shortcut", nn.Conv2d(inChannels, outChannels, 1));
    }

    /// <param name="x">[B,inChannels,h,w].</param>
    /// <param name="time">The activated time embedding, [B or 1, TimeWidth]; null without one.</param>
    public Tensor Forward(Tensor x, Tensor? time)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor? embedding = time is null ? null : _time!.forward(time).unsqueeze(-1).unsqueeze(-1);

        Tensor h = _conv1.forward(_settings.Activation.Apply(_norm1.forward(x)));
        if (embedding is not null && !_settings.TimeScaleShift)
            h = h + embedding;
        h = _norm2.forward(h);
        if (embedding is not null && _settings.TimeScaleShift)
        {
            Tensor[] scaleAndShift = embedding.chunk(2, 1);
            h = h * (1 + scaleAndShift[0]) + scaleAndShift[1];
        }

        h = _conv2.forward(_settings.Activation.Apply(h));
        Tensor sum = h + (_shortcut is null ? x : _shortcut.forward(x));
        return (_settings.OutputScale == 1 ? sum : sum / _settings.OutputScale).MoveToOuterDisposeScope();
    }
}
