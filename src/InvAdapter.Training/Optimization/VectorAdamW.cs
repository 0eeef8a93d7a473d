using TorchSharp;
using static TorchSharp.torch;

namespace InvAdapter.Training.Optimization;

/// <summary>AdamW (Loshchilov and Hutter 2019) on a <see cref="ParameterVector"/>: the formula of PyTorch's, with the bias corrections in double.</summary>
public sealed class VectorAdamW : IDisposable
{
    private readonly ParameterVector _parameters;
    private readonly AdamWOptions _options;

    /// <summary>Makes an optimiser that has seen nothing yet.</summary>
    /// <param name="parameters">What it trains; borrowed.</param>
    /// <param name="options">Its constants; the defaults where null.</param>
    public VectorAdamW(ParameterVector parameters, AdamWOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _parameters = parameters;
        _options = options ?? new AdamWOptions();
        FirstMoment = zeros_like(parameters.Values).DetachFromDisposeScope();
        SecondMoment = zeros_like(parameters.Values).DetachFromDisposeScope();
    }

    /// <summary>Steps taken.</summary>
    public long Steps { get; internal set; }

    internal Tensor FirstMoment { get; }

    internal Tensor SecondMoment { get; }

    /// <summary>Takes one step along the collected gradients, and publishes it.</summary>
    /// <param name="learningRate">The learning rate.</param>
    public void Step(double learningRate)
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Steps++;
        double correction1 = 1 - Math.Pow(_options.Beta1, Steps);
        double correction2 = 1 - Math.Pow(_options.Beta2, Steps);
        Tensor gradients = _parameters.Gradients;

        _parameters.Values.mul_(1 - learningRate * _options.WeightDecay);
        FirstMoment.lerp_(gradients, 1 - _options.Beta1);
        SecondMoment.mul_(_options.Beta2).addcmul_(gradients, gradients, 1 - _options.Beta2);
        Tensor scale = SecondMoment.sqrt().div_(Math.Sqrt(correction2)).add_(_options.Epsilon);
        _parameters.Values.addcdiv_(FirstMoment, scale, -learningRate / correction1);
        _parameters.Publish();
    }

    /// <summary>Releases the moments.</summary>
    public void Dispose()
    {
        FirstMoment.Dispose();
        SecondMoment.Dispose();
    }
}
