using InvAdapter.Configuration;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace InvAdapter.Training.Modules;

/// <summary>The sinusoidal embedding of timesteps (Vaswani et al. 2017) and the two layers behind it.</summary>
internal sealed class TimestepEmbedding : nn.Module
{
    private const double MaximumPeriod = 10000;

    private readonly UNetConfiguration _configuration;
    private readonly Linear _first;
    private readonly Linear _second;

    public TimestepEmbedding(UNetConfiguration configuration)
        : base(nameof(TimestepEmbedding))
    {
        _configuration = configuration;
        _first = this.Child("linear_1", nn.Linear(configuration.BlockOutChannels[0], configuration.TimeEmbeddingDim));
        _second = this.Child("linear_2", nn.Linear(configuration.TimeEmbeddingDim, configuration.TimeEmbeddingDim));
    }

    /// <param name="timesteps">[B] or [1], any number type.</param>
    /// <returns>[B or 1, TimeEmbeddingDim].</returns>
    public Tensor Forward(Tensor timesteps)
    {
        using DisposeScope scope = NewDisposeScope();

        // Angles reach 1000, where bfloat16 knows whole eighths at best: so they stay in float32 until they are waves.
        Tensor angles = timesteps.to(float32).reshape(-1, 1) * Frequencies(timesteps.device);
        Tensor waves = cat(_configuration.FlipSinToCos ? [cos(angles), sin(angles)] : [sin(angles), cos(angles)], 1);
        Tensor embedding = _second.forward(_configuration.Activation.Apply(_first.forward(waves.to(_first.weight.dtype))));
        if (_configuration.TimestepPostActivation is { } post)
            embedding = post.Apply(embedding);
        if (_configuration.TimeEmbeddingActivation is { } last)
            embedding = last.Apply(embedding);
        return embedding.MoveToOuterDisposeScope();
    }

    private Tensor Frequencies(Device device)
    {
        int half = _configuration.BlockOutChannels[0] / 2;
        float[] values = [.. Enumerable.Range(0, half).Select(i => (float)Math.Exp(-Math.Log(MaximumPeriod) * i / (half - _configuration.FrequencyShift)))];
        return tensor(values, device: device);
    }
}
