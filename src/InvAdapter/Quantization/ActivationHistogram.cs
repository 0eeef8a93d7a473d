using System.Numerics.Tensors;
using InvAdapter.Graphs;

namespace InvAdapter.Quantization;

/// <summary>How often activations of each size were seen, however many there were; from which the best eight-bit scale is found.</summary>
/// <remarks>Bins are symmetric about 0. When a value lies outside, the range doubles and neighbours are merged, so one pass over the data is enough.</remarks>
internal sealed class ActivationHistogram
{
    private const int Half = 2048;
    private const int Candidates = 33;
    private const double CandidatesPerHalving = 8;

    private long[] _bins = new long[2 * Half];
    private double _reach;
    private long _count;

    /// <summary>The lowest value seen, at most 0.</summary>
    public double Low { get; private set; }

    /// <summary>The highest value seen, at least 0.</summary>
    public double High { get; private set; }

    private double BinWidth => _reach / Half;

    /// <summary>Counts values.</summary>
    /// <returns>False where some are no finite numbers; nothing is counted then.</returns>
    public bool TryAdd(ReadOnlySpan<float> values)
    {
        if (values.IsEmpty)
            return true;
        (float low, float high) = (TensorPrimitives.Min(values), TensorPrimitives.Max(values));
        if (!float.IsFinite(low) || !float.IsFinite(high))
            return false;
        (Low, High) = (Math.Min(Low, low), Math.Max(High, high));
        Reach(Math.Max(-Low, High));
        if (_reach > 0)
        {
            float scale = (float)(1 / BinWidth);
            foreach (float value in values)
                _bins[Math.Clamp((int)MathF.Floor(value * scale) + Half, 0, 2 * Half - 1)]++;
        }

        _count += values.Length;
        return true;
    }

    /// <summary>The scale with the least expected squared error: what is cut off at both ends, and steps²/12 for all that is rounded.</summary>
    public AffineScale BestScale()
    {
        (double[] below, double[] above) = (CutOff(-1, -Low), CutOff(1, High));
        (double Error, double Low, double High) best = (double.PositiveInfinity, Low, High);
        for (int i = 0; i < Candidates; i++)
        {
            for (int j = 0; j < Candidates; j++)
            {
                (double low, double high) = (Low * Shrunk(i), High * Shrunk(j));
                double step = (high - low) / byte.MaxValue;
                double error = below[i] + above[j] + _count * step * step / 12;
                if (error < best.Error)
                    best = (error, low, high);
            }
        }

        return AffineScale.Over(best.Low, best.High);
    }

    private static double Shrunk(int candidate) => Math.Pow(2, -candidate / CandidatesPerHalving);

    /// <summary>For each candidate end on one side, the squared error of what lies beyond it and is moved to it.</summary>
    private double[] CutOff(int side, double end)
    {
        double[] errors = new double[Candidates];
        if (end <= 0)
            return errors;
        (double count, double sum, double squares) = (0, 0, 0);
        int bin = Half - 1;
        for (int i = 0; i < Candidates; i++)
        {
            double limit = end * Shrunk(i);
            for (; bin > (int)(limit / BinWidth); bin--)
            {
                long seen = _bins[side > 0 ? Half + bin : Half - 1 - bin];
                double value = (bin + 0.5) * BinWidth;
                (count, sum, squares) = (count + seen, sum + seen * value, squares + seen * value * value);
            }

            errors[i] = squares - 2 * limit * sum + limit * limit * count;
        }

        return errors;
    }

    private void Reach(double magnitude)
    {
        if (_reach == 0 && magnitude > 0)
            _reach = Math.Pow(2, Math.Ceiling(Math.Log2(magnitude)));
        for (; _reach < magnitude; _reach *= 2)
        {
            long[] merged = new long[2 * Half];
            for (int i = 0; i < 2 * Half; i++)
                merged[Half + ((i - Half) >> 1)] += _bins[i];
            _bins = merged;
        }
    }
}
