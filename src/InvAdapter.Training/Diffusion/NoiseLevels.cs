using InvAdapter.Scheduling;
using InvAdapter.Training.Optimization;
using TorchSharp;
using static TorchSharp.torch;

namespace InvAdapter.Training.Diffusion;

/// <summary>The forward process q(z_t | z₀) = N(√ᾱ_t z₀, (1 - ᾱ_t) I) on batches, and what a network is to predict of it.</summary>
internal sealed class NoiseLevels : IDisposable
{
    private readonly Tensor _signal;
    private readonly Tensor _noise;
    private readonly Tensor _weights;
    private readonly TimestepSampler _sampler;

    /// <param name="configuration">The model's noise levels and what it predicts.</param>
    /// <param name="emphasis">Which levels are drawn, and what each counts.</param>
    public NoiseLevels(SchedulerConfiguration configuration, NoiseEmphasis emphasis)
    {
        Configuration = configuration;
        float[] alphas = AlphaTable.Compute(configuration);
        float[] weights = emphasis.MinSnrGamma is { } gamma ? LossWeights.MinSnr(alphas, configuration.PredictionType, gamma) : [.. alphas.Select(_ => 1f)];
        _signal = Column(alphas.Select(alpha => MathF.Sqrt(alpha)));
        _noise = Column(alphas.Select(alpha => MathF.Sqrt(1 - alpha)));
        _weights = tensor(weights).DetachFromDisposeScope();
        _sampler = new TimestepSampler(emphasis.Density, alphas);
    }

    public SchedulerConfiguration Configuration { get; }

    /// <summary>Timesteps [count], each part of the training range as often as the emphasis says.</summary>
    public Tensor DrawTimesteps(long count) => _sampler.Draw(count);

    /// <summary>z_t of a batch [B,C,h,w], one timestep a row.</summary>
    public Tensor AddNoise(Tensor clean, Tensor noise, Tensor timesteps) => _signal[timesteps] * clean + _noise[timesteps] * noise;

    /// <summary>The clean latents that a prediction, float32, means.</summary>
    public Tensor PredictClean(Tensor prediction, Tensor noisy, Tensor timesteps) => Configuration.PredictionType switch
    {
        PredictionType.Epsilon => (noisy - _noise[timesteps] * prediction) / _signal[timesteps],
        PredictionType.VPrediction => _signal[timesteps] * noisy - _noise[timesteps] * prediction,
        _ => prediction.alias(),
    };

    /// <summary>ᾱ_t, [B].</summary>
    public Tensor SignalShare(Tensor timesteps) => _signal[timesteps].square().flatten();

    /// <summary>Mean over the batch of each row's squared error times its timestep's weight.</summary>
    public Tensor Loss(Tensor prediction, Tensor clean, Tensor noise, Tensor timesteps)
    {
        Tensor error = (prediction.to(float32) - Target(clean, noise, timesteps)).square().flatten(1).mean([1]);
        return (error * _weights[timesteps]).mean();
    }

    public void Dispose()
    {
        _signal.Dispose();
        _noise.Dispose();
        _weights.Dispose();
        _sampler.Dispose();
    }

    private Tensor Target(Tensor clean, Tensor noise, Tensor timesteps) => Configuration.PredictionType switch
    {
        PredictionType.Epsilon => noise,
        PredictionType.VPrediction => _signal[timesteps] * noise - _noise[timesteps] * clean,
        _ => clean,
    };

    private static Tensor Column(IEnumerable<float> values) => tensor(values.ToArray()).view(-1, 1, 1, 1).DetachFromDisposeScope();
}
