using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace InvAdapter.Weights;

/// <summary>Turns stored elements into the numbers that are computed with, and back.</summary>
/// <remarks>
/// Goes through a block on the stack, so that the source may start at any byte: a safetensors file promises no alignment.
/// Little-endian machines only, as every target of .NET with vectors is.
/// </remarks>
internal static class ElementConversion
{
    private const int Block = 1024;

    private delegate void BlockConversion<TFrom, TTo>(ReadOnlySpan<TFrom> from, Span<TTo> to);

    public static void ToSingle(ElementType type, ReadOnlySpan<byte> source, Span<float> destination)
    {
        switch (type)
        {
            case ElementType.Float32: source.CopyTo(MemoryMarshal.AsBytes(destination)); break;
            case ElementType.Float16: Convert<Half, float>(source, destination, TensorPrimitives.ConvertToSingle); break;
            case ElementType.BFloat16: Convert<ushort, float>(source, destination, Widen); break;
            case ElementType.Float64: Convert<double, float>(source, destination, TensorPrimitives.ConvertTruncating); break;
            case ElementType.Int64: Convert<long, float>(source, destination, TensorPrimitives.ConvertTruncating); break;
            case ElementType.Int32: Convert<int, float>(source, destination, TensorPrimitives.ConvertTruncating); break;
            case ElementType.Int8: Convert<sbyte, float>(source, destination, TensorPrimitives.ConvertTruncating); break;
            case ElementType.UInt8: Convert<byte, float>(source, destination, TensorPrimitives.ConvertTruncating); break;
            case ElementType.Bool: Convert<byte, float>(source, destination, Truth); break;
            default: throw new ArgumentOutOfRangeException(nameof(type), type, "Use a named element type.");
        }
    }

    public static void ToInt64(ElementType type, ReadOnlySpan<byte> source, Span<long> destination)
    {
        switch (type)
        {
            case ElementType.Int64: source.CopyTo(MemoryMarshal.AsBytes(destination)); break;
            case ElementType.Int32: Convert<int, long>(source, destination, TensorPrimitives.ConvertTruncating); break;
            case ElementType.Int8: Convert<sbyte, long>(source, destination, TensorPrimitives.ConvertTruncating); break;
            case ElementType.UInt8: Convert<byte, long>(source, destination, TensorPrimitives.ConvertTruncating); break;
            case ElementType.Bool: Convert<byte, long>(source, destination, Truth); break;
            default: throw new ArgumentOutOfRangeException(nameof(type), type, "Use a whole number type.");
        }
    }

    /// <summary>Writes single precision numbers as Float32, Float16 or BFloat16, block by block.</summary>
    public static void Write(ElementType type, ReadOnlySpan<float> values, Stream stream)
    {
        switch (type)
        {
            case ElementType.Float32: Write<float, float>(values, stream, (from, to) => from.CopyTo(to)); break;
            case ElementType.Float16: Write<float, Half>(values, stream, TensorPrimitives.ConvertToHalf); break;
            case ElementType.BFloat16: Write<float, ushort>(values, stream, Narrow); break;
            default: throw new ArgumentOutOfRangeException(nameof(type), type, "Use Float32, Float16 or BFloat16.");
        }
    }

    public static void Write(ReadOnlySpan<long> values, Stream stream) => Write<long, long>(values, stream, (from, to) => from.CopyTo(to));

    /// <summary>Rounds to the nearest bfloat16, ties to even. Not-a-number stays so.</summary>
    public static ushort ToBFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return float.IsNaN(value)
            ? (ushort)((bits >> 16) | 0x40)
            : (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    private static unsafe void Convert<TFrom, TTo>(ReadOnlySpan<byte> source, Span<TTo> destination, BlockConversion<TFrom, TTo> convert)
        where TFrom : unmanaged
    {
        Span<TFrom> block = stackalloc TFrom[Block];
        while (!destination.IsEmpty)
        {
            int count = Math.Min(Block, destination.Length);
            source[..(count * sizeof(TFrom))].CopyTo(MemoryMarshal.AsBytes(block));
            convert(block[..count], destination);
            source = source[(count * sizeof(TFrom))..];
            destination = destination[count..];
        }
    }

    private static void Write<TFrom, TTo>(ReadOnlySpan<TFrom> values, Stream stream, BlockConversion<TFrom, TTo> convert)
        where TTo : unmanaged
    {
        Span<TTo> block = stackalloc TTo[Block];
        while (!values.IsEmpty)
        {
            int count = Math.Min(Block, values.Length);
            convert(values[..count], block);
            stream.Write(MemoryMarshal.AsBytes(block[..count]));
            values = values[count..];
        }
    }

    private static void Narrow(ReadOnlySpan<float> from, Span<ushort> to)
    {
        for (int i = 0; i < from.Length; i++)
            to[i] = ToBFloat16(from[i]);
    }

    /// <summary>A bfloat16 is the upper half of a float.</summary>
    private static void Widen(ReadOnlySpan<ushort> from, Span<float> to)
    {
        Span<uint> bits = MemoryMarshal.Cast<float, uint>(to);
        int i = 0;
        for (; i <= from.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            Vector.Widen(new Vector<ushort>(from[i..]), out Vector<uint> low, out Vector<uint> high);
            (low << 16).CopyTo(bits[i..]);
            (high << 16).CopyTo(bits[(i + Vector<uint>.Count)..]);
        }

        for (; i < from.Length; i++)
            bits[i] = (uint)from[i] << 16;
    }

    private static void Truth<T>(ReadOnlySpan<byte> from, Span<T> to)
        where T : INumberBase<T>
    {
        for (int i = 0; i < from.Length; i++)
            to[i] = from[i] == 0 ? T.Zero : T.One;
    }
}
