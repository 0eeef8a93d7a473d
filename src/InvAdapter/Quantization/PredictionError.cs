using InvAdapter.Models;

namespace InvAdapter.Quantization;

/// <summary>How far a quantised UNet is from the float32 one, call by call.</summary>
internal sealed class PredictionError
{
    private readonly ErrorSum _whole = new();

    /// <summary>Relative error over all calls.</summary>
    public double Relative => _whole.Relative;

    /// <summary>Relative error of the call that is furthest off.</summary>
    public double Worst { get; private set; }

    /// <summary>Timestep of that call.</summary>
    public int WorstTimestep { get; private set; }

    /// <summary>Adds one call and what the quantised UNet says to it.</summary>
    public void Add(CalibrationCall call, Latents prediction)
    {
        var own = new ErrorSum();
        own.Add(call.Prediction.Values, prediction.Values);
        _whole.Add(call.Prediction.Values, prediction.Values);

        // Written so that an error that is no number counts as the worst.
        if (!(own.Relative <= Worst))
            (Worst, WorstTimestep) = (own.Relative, call.Query.Timestep);
    }
}
