using System.Numerics.Tensors;

namespace InvAdapter.Imaging;

/// <summary>The bicubic weights by which each output position of one axis gathers from the input.</summary>
/// <remarks>
/// Keys (1981), a = -1/2. Where the picture shrinks, the filter is widened by the same factor, so that it takes the average of
/// all that falls on a pixel and fine detail does not alias.
/// </remarks>
internal sealed class ResampleAxis
{
    private const int Channels = 3;
    private const double Support = 2;

    private readonly int[] _starts;
    private readonly float[][] _weights;

    /// <summary>Makes the weights for an output of <paramref name="outputs"/> positions over a part of the input.</summary>
    public ResampleAxis(int inputs, double start, double length, int outputs)
    {
        _starts = new int[outputs];
        _weights = new float[outputs][];
        double step = length / outputs;
        double stretch = Math.Max(1, step);
        for (int i = 0; i < outputs; i++)
        {
            double centre = start + (i + 0.5) * step;
            int first = Math.Clamp((int)Math.Round(centre - Support * stretch), 0, inputs - 1);
            int end = Math.Clamp((int)Math.Round(centre + Support * stretch), first + 1, inputs);
            _starts[i] = first;
            _weights[i] = Weights(first, end, centre, stretch);
        }

        SourceStart = _starts[0];
        SourceCount = _starts[^1] + _weights[^1].Length - SourceStart;
    }

    /// <summary>First input position that any output reads.</summary>
    public int SourceStart { get; }

    /// <summary>Number of input positions from there to the last that is read.</summary>
    public int SourceCount { get; }

    /// <summary>Filters one row of interleaved pixels.</summary>
    public void ApplyAlongRow(ReadOnlySpan<byte> source, Span<float> result)
    {
        for (int i = 0; i < _starts.Length; i++)
        {
            (float red, float green, float blue) = (0, 0, 0);
            int at = _starts[i] * Channels;
            foreach (float weight in _weights[i])
            {
                red += weight * source[at];
                green += weight * source[at + 1];
                blue += weight * source[at + 2];
                at += Channels;
            }

            (result[i * Channels], result[i * Channels + 1], result[i * Channels + 2]) = (red, green, blue);
        }
    }

    /// <summary>Filters whole rows against each other; <paramref name="rows"/> begins with row <see cref="SourceStart"/>.</summary>
    public void ApplyAcrossRows(ReadOnlySpan<float> rows, int rowLength, Span<byte> result)
    {
        var sum = new float[rowLength];
        for (int i = 0; i < _starts.Length; i++)
        {
            Array.Clear(sum);
            int at = (_starts[i] - SourceStart) * rowLength;
            foreach (float weight in _weights[i])
            {
                TensorPrimitives.MultiplyAdd(rows.Slice(at, rowLength), weight, sum, sum);
                at += rowLength;
            }

            Span<byte> row = result.Slice(i * rowLength, rowLength);
            for (int x = 0; x < rowLength; x++)
                row[x] = (byte)MathF.Round(Math.Clamp(sum[x], 0, byte.MaxValue));
        }
    }

    /// <summary>Normalised, so that a plain colour stays itself and the edges need no pixels from outside.</summary>
    private static float[] Weights(int first, int end, double centre, double stretch)
    {
        var weights = new double[end - first];
        for (int k = 0; k < weights.Length; k++)
            weights[k] = Cubic((first + k + 0.5 - centre) / stretch);
        double sum = weights.Sum();
        return [.. weights.Select(w => (float)(w / sum))];
    }

    private static double Cubic(double x)
    {
        x = Math.Abs(x);
        return x switch
        {
            < 1 => (1.5 * x - 2.5) * x * x + 1,
            < 2 => ((-0.5 * x + 2.5) * x - 4) * x + 2,
            _ => 0,
        };
    }
}
