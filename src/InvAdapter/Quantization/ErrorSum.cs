namespace InvAdapter.Quantization;

/// <summary>A relative error that grows call by call: root of summed squared differences over summed squares.</summary>
internal sealed class ErrorSum
{
    private double _error;
    private double _power;

    /// <summary>The root mean square of the differences over that of the values. 0 where both are.</summary>
    public double Relative => _error == 0 ? 0 : Math.Sqrt(_error / _power);

    public void Add(double error, double power) => (_error, _power) = (_error + error, _power + power);

    public void Add(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            double difference = (double)actual[i] - expected[i];
            Add(difference * difference, (double)expected[i] * expected[i]);
        }
    }
}
