using System.Numerics.Tensors;

namespace InvAdapter.Inversion;

/// <summary>Iterates z ← g(z), and relaxes the iteration where it doesn't contract by itself.</summary>
/// <remarks>
/// The step out of an almost clean image can have a slope below −1, where plain iteration swings ever further. From the second iteration
/// that fails to shrink the residual r = g(z) − z, only a share ω of it is added (Aitken's ω for vectors, Irons and Tuck 1969):
/// ω ← −ω·⟨r₋₁, r − r₋₁⟩ / |r − r₋₁|². As long as plain iteration contracts, this is plain iteration.
/// </remarks>
internal sealed class FixedPointSolver(int length, bool relaxes = true)
{
    private const double SmallestShare = 0.05;
    private const int ToleratedSetbacks = 1;

    private readonly float[] _lastResidual = new float[length];
    private double _lastDistance = double.PositiveInfinity;
    private double _share = 1;
    private int _setbacks;

    /// <summary>Forgets the equation that was solved last.</summary>
    public void Start() => (_lastDistance, _share, _setbacks) = (double.PositiveInfinity, 1, 0);

    /// <summary>Moves the guess.</summary>
    /// <param name="guess">z; receives the next guess.</param>
    /// <param name="image">g(z); overwritten.</param>
    /// <returns>Root mean square of g(z) − z.</returns>
    public double Advance(Span<float> guess, Span<float> image)
    {
        double distance = Rms.Distance(guess, image);
        if (distance >= _lastDistance)
            _setbacks++;
        bool relaxed = relaxes && (_share < 1 || _setbacks > ToleratedSetbacks);
        if (!relaxed)
        {
            TensorPrimitives.Subtract(image, guess, _lastResidual);
            image.CopyTo(guess);
        }
        else
        {
            TensorPrimitives.Subtract(image, guess, image);
            _share = Share(image);
            image.CopyTo(_lastResidual);
            TensorPrimitives.MultiplyAdd(image, (float)_share, guess, guess);
        }

        _lastDistance = distance;
        return distance;
    }

    private double Share(ReadOnlySpan<float> residual)
    {
        double along = 0;
        double change = 0;
        for (int i = 0; i < residual.Length; i++)
        {
            double difference = (double)residual[i] - _lastResidual[i];
            along += _lastResidual[i] * difference;
            change += difference * difference;
        }

        return change > 0 ? Math.Clamp(-_share * along / change, SmallestShare, 1 - SmallestShare) : _share;
    }
}
