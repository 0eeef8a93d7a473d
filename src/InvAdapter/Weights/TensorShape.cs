namespace InvAdapter.Weights;

/// <summary>Arithmetic on shapes that come from outside.</summary>
internal static class TensorShape
{
    /// <summary>Most dimensions that a tensor may have. Networks use 4; NumPy stops at 64.</summary>
    public const int MaxRank = 64;

    /// <summary>Bytes of a tensor of that shape, or nothing where an extent is negative or the number does not fit.</summary>
    public static long? TryByteCount(ReadOnlySpan<long> shape, ElementType type)
    {
        bool empty = shape.Contains(0);
        UInt128 bytes = (uint)type.SizeInBytes();
        foreach (long extent in shape)
        {
            if (extent < 0)
                return null;
            if (empty)
                continue;

            // Both factors are below 2^63, so the product cannot leave 128 bits before it is checked.
            bytes *= (ulong)extent;
            if (bytes > long.MaxValue)
                return null;
        }

        return empty ? 0 : (long)bytes;
    }

    public static string Format(ReadOnlySpan<long> shape) => $"[{string.Join(',', shape.ToArray())}]";
}
