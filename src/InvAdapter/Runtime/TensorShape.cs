namespace InvAdapter.Runtime;

/// <summary>Arithmetic on tensor shapes.</summary>
internal static class TensorShape
{
    /// <summary>The product of the dimensions; 1 for a scalar.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is negative.</exception>
    public static long ElementCount(ReadOnlySpan<long> shape)
    {
        long count = 1;
        foreach (long length in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(length);
            count = checked(count * length);
        }

        return count;
    }
}
