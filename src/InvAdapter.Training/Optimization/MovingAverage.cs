using TorchSharp;
using static TorchSharp.torch;

namespace InvAdapter.Training.Optimization;

/// <summary>An exponential moving average of what is trained: usually the better network.</summary>
public sealed class MovingAverage : IDisposable
{
    private readonly ParameterVector _parameters;
    private readonly double _decay;

    /// <summary>Starts from the values as they are.</summary>
    /// <param name="parameters">What is averaged; borrowed.</param>
    /// <param name="decay">Share of the average that an update keeps, in the long run; 0 up to but not including 1. The first updates keep less: (1 + n)/(10 + n).</param>
    public MovingAverage(ParameterVector parameters, double decay)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (decay is not (>= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(decay), decay, "Use 0 up to but not including 1.");
        _parameters = parameters;
        _decay = decay;
        Values = parameters.Values.clone().DetachFromDisposeScope();
    }

    /// <summary>Updates made.</summary>
    public long Updates { get; internal set; }

    /// <summary>The average, [count], float32.</summary>
    internal Tensor Values { get; }

    /// <summary>Takes the present values in.</summary>
    public void Update()
    {
        using IDisposable frozen = no_grad();
        Values.lerp_(_parameters.Values, 1 - Math.Min(_decay, (1.0 + Updates) / (10.0 + Updates)));
        Updates++;
    }

    /// <summary>Puts the average into the modules, to evaluate or save it, until the result is disposed.</summary>
    /// <returns>Puts the trained values back, to the last bit.</returns>
    public IDisposable Apply()
    {
        using IDisposable frozen = no_grad();
        Tensor trained = _parameters.Values.clone().DetachFromDisposeScope();
        _parameters.Values.copy_(Values);
        _parameters.Publish();
        return new Restoration(_parameters, trained);
    }

    /// <summary>Releases the average.</summary>
    public void Dispose() => Values.Dispose();

    private sealed class Restoration(ParameterVector parameters, Tensor trained) : IDisposable
    {
        private bool _done;

        public void Dispose()
        {
            if (_done)
                return;
            _done = true;
            using IDisposable frozen = no_grad();
            parameters.Values.copy_(trained);
            parameters.Publish();
            trained.Dispose();
        }
    }
}
