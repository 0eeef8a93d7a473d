namespace InvAdapter.FaceWorld;

/// <summary>SplitMix64 (Steele, Lea and Flood 2014): the same numbers from a seed on every machine and .NET version.</summary>
/// <remarks>
/// The state grows by 0x9E3779B97F4A7C15 a draw, and a draw is the state mixed by two multiplications and three shifts.
/// Fractions are the top 53 bits over 2⁵³; nothing here uses a function whose last bit depends on the platform.
/// </remarks>
internal sealed class SeededRandom
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private ulong _state;

    public SeededRandom(long seed) => _state = (ulong)seed;

    /// <summary>A stream of its own for one part, so that a part that draws more numbers does not move the others.</summary>
    public static SeededRandom Stream(long seed, int part) => new((long)Mix(Mix((ulong)seed + Golden) + (ulong)(part + 1) * Golden));

    /// <summary>The next 64 bits.</summary>
    public ulong Next() => Mix(_state += Golden);

    /// <summary>0 to 1, without 1.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Between two numbers, all alike.</summary>
    public float Between(double low, double high) => (float)(low + (high - low) * Unit());

    /// <summary>-1 to 1, the middle twice as likely as the average: faces are mostly near the mean, some are not.</summary>
    public float Signed() => (float)(Unit() + Unit() - 1);

    /// <summary><see cref="Signed"/> drawn towards a place, cut at -1 and 1.</summary>
    public float Around(double center) => (float)Math.Clamp(center + 0.8 * (Unit() + Unit() - 1), -1, 1);

    /// <summary>0 to below <paramref name="count"/>.</summary>
    public int Index(int count) => (int)(((Next() >> 32) * (ulong)count) >> 32);

    /// <summary>True with a probability.</summary>
    public bool Chance(double probability) => Unit() < probability;

    /// <summary>One of several, all alike.</summary>
    public T Pick<T>(ReadOnlySpan<T> from) => from[Index(from.Length)];

    /// <summary>One of several, each as likely as its weight.</summary>
    public T Weighted<T>(ReadOnlySpan<(T Value, double Weight)> from)
    {
        double total = 0;
        foreach ((_, double weight) in from)
            total += weight;
        double place = Unit() * total;
        foreach ((T value, double weight) in from)
        {
            place -= weight;
            if (place < 0)
                return value;
        }

        return from[^1].Value;
    }

    /// <summary>SplitMix64's finaliser; also a good hash of one number.</summary>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
