namespace InvAdapter.Scheduling;

/// <summary>
/// Standard normal numbers as PyTorch's CPU generator draws them, so that a seed means the same latents here and there:
/// a Mersenne twister, and Box and Muller's transform in the two ways that <c>torch.randn</c> uses it.
/// </summary>
/// <remarks>
/// Values agree with PyTorch's to about 1e-6, as its vectorised logarithm, sine and cosine are themselves approximations;
/// they are the same on every platform that computes <see cref="Math"/>'s functions to the last float bit. Not for use by several threads at once.
/// </remarks>
public sealed class TorchGenerator
{
    private const int BlockLength = 16;
    private const int HalfBlock = BlockLength / 2;
    private readonly MersenneTwister _twister;
    private double? _spare;

    /// <summary>Starts the generator, as <c>torch.Generator().manual_seed(seed)</c> does.</summary>
    /// <param name="seed">Any value. PyTorch uses its low 32 bits only, so that seeds 2³² apart draw the same numbers.</param>
    public TorchGenerator(long seed)
    {
        Seed = seed;
        _twister = new MersenneTwister(unchecked((uint)seed));
    }

    /// <summary>What the generator was started with.</summary>
    public long Seed { get; }

    /// <summary>Draws what <c>torch.randn(n, generator=…)</c> would, n being the length, and moves on as far.</summary>
    /// <param name="values">Receives the numbers. A tensor is drawn in one call: PyTorch uses another algorithm below 16 values than from there on.</param>
    public void Fill(Span<float> values)
    {
        if (values.Length < BlockLength)
        {
            foreach (ref float value in values)
                value = (float)NextDouble();
            return;
        }

        FillUniform(values);
        for (int start = 0; start + BlockLength <= values.Length; start += BlockLength)
            MakeNormal(values.Slice(start, BlockLength));

        if (values.Length % BlockLength != 0)
        {
            // PyTorch draws the last 16 anew rather than handle a shorter block.
            Span<float> last = values[^BlockLength..];
            FillUniform(last);
            MakeNormal(last);
        }
    }

    private void FillUniform(Span<float> values)
    {
        foreach (ref float value in values)
            value = (_twister.NextUInt32() & 0xFFFFFF) * (1f / (1 << 24));
    }

    /// <summary>Box-Muller on 16 uniform floats: the first eight give the radius, the other eight the angle.</summary>
    private static void MakeNormal(Span<float> block)
    {
        for (int i = 0; i < HalfBlock; i++)
        {
            // The angle is rounded to float because PyTorch rounds it, which shows in the sixth digit.
            float radius = (float)Math.Sqrt(-2 * Math.Log(1f - block[i]));
            float angle = 2 * MathF.PI * block[i + HalfBlock];
            block[i] = radius * (float)Math.Cos(angle);
            block[i + HalfBlock] = radius * (float)Math.Sin(angle);
        }
    }

    /// <summary>Box-Muller in double. It gives two values; the second is kept for the next single draw, over whatever calls come between.</summary>
    private double NextDouble()
    {
        if (_spare is { } spare)
        {
            _spare = null;
            return spare;
        }

        double angle = 2 * Math.PI * NextUniform();
        double radius = Math.Sqrt(-2 * Math.Log(1 - NextUniform()));
        _spare = radius * Math.Sin(angle);
        return radius * Math.Cos(angle);
    }

    /// <summary>A multiple of 2⁻⁵³ in [0, 1).</summary>
    private double NextUniform()
    {
        ulong high = _twister.NextUInt32();
        ulong bits = (high << 32) | _twister.NextUInt32();
        return (bits & ((1UL << 53) - 1)) * (1.0 / (1UL << 53));
    }
}
