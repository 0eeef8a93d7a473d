using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using InvAdapter.Weights;

namespace InvAdapter.TestModels;

/// <summary>Tensors of seeded random numbers, made block by block while they are written.</summary>
/// <remarks>A layer's weights have the variance 1/fan-in, so that activations keep about their size; norms are 1, biases 0.</remarks>
public static class RandomWeights
{
    private const int Block = 1 << 14;
    private const float EmbeddingDeviation = 0.02f;

    /// <summary>One tensor of a network, filled as its name and shape ask for.</summary>
    /// <param name="name">Its name in the checkpoint.</param>
    /// <param name="shape">Its extents.</param>
    /// <param name="storeAs">Float32 or Float16.</param>
    /// <param name="seed">The same seed and name give the same numbers.</param>
    public static TensorSource Tensor(string name, long[] shape, ElementType storeAs, ulong seed)
    {
        if (storeAs is not (ElementType.Float32 or ElementType.Float16))
            throw new ArgumentOutOfRangeException(nameof(storeAs), storeAs, "Use Float32 or Float16.");
        long count = shape.Aggregate(1L, (product, extent) => product * extent);
        return new TensorSource(name, storeAs, shape, stream => Write(stream, name, shape, count, storeAs, seed));
    }

    private static void Write(Stream stream, string name, long[] shape, long count, ElementType type, ulong seed)
    {
        float[] values = new float[Block];
        Half[] halves = new Half[type == ElementType.Float16 ? Block : 0];
        bool constant = shape.Length == 1;
        if (constant)
            values.AsSpan().Fill(name.EndsWith(".bias", StringComparison.Ordinal) ? 0 : 1);
        float deviation = name.Contains("embedding.weight", StringComparison.Ordinal)
            ? EmbeddingDeviation
            : 1 / MathF.Sqrt(shape.Skip(1).Aggregate(1L, (product, extent) => product * extent));

        ulong state = seed ^ Hash(name);
        for (long done = 0; done < count; done += Block)
        {
            int length = (int)Math.Min(Block, count - done);
            if (!constant)
                Fill(values, ref state, deviation);
            stream.Write(type == ElementType.Float32 ? MemoryMarshal.AsBytes(values.AsSpan(0, length)) : ToHalf(values.AsSpan(0, length), halves));
        }
    }

    private static ReadOnlySpan<byte> ToHalf(ReadOnlySpan<float> values, Half[] halves)
    {
        TensorPrimitives.ConvertToHalf(values, halves);
        return MemoryMarshal.AsBytes(halves.AsSpan(0, values.Length));
    }

    /// <summary>Uniform numbers of a standard deviation, four from each step of SplitMix64 (Steele et al. 2014).</summary>
    private static void Fill(Span<float> values, ref ulong state, float deviation)
    {
        // A uniform number in ±a has the deviation a/√3.
        float scale = deviation * MathF.Sqrt(3) / 32768;
        for (int i = 0; i < values.Length; i += 4)
        {
            ulong mixed = state += 0x9E3779B97F4A7C15;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            mixed ^= mixed >> 31;
            values[i] = (short)mixed * scale;
            values[i + 1] = (short)(mixed >> 16) * scale;
            values[i + 2] = (short)(mixed >> 32) * scale;
            values[i + 3] = (short)(mixed >> 48) * scale;
        }
    }

    /// <summary>FNV-1a; .NET's own string hashes change from run to run.</summary>
    private static ulong Hash(string text) => text.Aggregate(14695981039346656037, (hash, character) => (hash ^ character) * 1099511628211);
}
