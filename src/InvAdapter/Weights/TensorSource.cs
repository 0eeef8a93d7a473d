using System.Collections.Immutable;

namespace InvAdapter.Weights;

/// <summary>A tensor that is to be written: its description, and how its bytes come.</summary>
public sealed class TensorSource
{
    private readonly Action<Stream> _write;

    /// <summary>Describes a tensor whose bytes are made while the file is written, so that it need not be in memory at once.</summary>
    /// <param name="name">The tensor's name. <c>__metadata__</c> is taken.</param>
    /// <param name="elementType">Type of the stored elements.</param>
    /// <param name="shape">Extents, outermost first, each 0 or more. Empty for a scalar.</param>
    /// <param name="write">Writes exactly <see cref="Length"/> bytes, little-endian, in row-major order, in pieces of any size.</param>
    /// <exception cref="ArgumentException">The name is empty or taken; or the shape has a negative extent, more than 64, or too many elements.</exception>
    public TensorSource(string name, ElementType elementType, ReadOnlySpan<long> shape, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(write);
        if (name == SafetensorsHeader.MetadataKey)
            throw new ArgumentException($"A tensor cannot be named {name}.", nameof(name));
        if (shape.Length > TensorShape.MaxRank)
            throw new ArgumentException($"{name} has {shape.Length} dimensions; use at most {TensorShape.MaxRank}.", nameof(shape));
        Length = TensorShape.TryByteCount(shape, elementType)
            ?? throw new ArgumentException($"{name} has the shape {TensorShape.Format(shape)}, which no tensor can have.", nameof(shape));
        Name = name;
        ElementType = elementType;
        Shape = [.. shape];
        _write = write;
    }

    /// <summary>The tensor's name.</summary>
    public string Name { get; }

    /// <summary>Type of the stored elements.</summary>
    public ElementType ElementType { get; }

    /// <summary>Extents, outermost first, each 0 or more. Empty for a scalar.</summary>
    public ImmutableArray<long> Shape { get; }

    /// <summary>Bytes that the tensor takes in the file.</summary>
    public long Length { get; }

    /// <summary>A tensor from single precision numbers, stored as they are or rounded to nearest, ties to even.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <param name="values">The elements in row-major order. Read while the file is written.</param>
    /// <param name="shape">Extents, outermost first.</param>
    /// <param name="storeAs"><see cref="ElementType.Float32"/>, <see cref="ElementType.Float16"/> or <see cref="ElementType.BFloat16"/>.</param>
    /// <returns>The source.</returns>
    /// <exception cref="ArgumentException">The shape asks for another number of elements, or cannot be.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="storeAs"/> is another type.</exception>
    public static TensorSource FromSingle(
        string name, ReadOnlyMemory<float> values, ReadOnlySpan<long> shape, ElementType storeAs = ElementType.Float32)
    {
        if (storeAs is not (ElementType.Float32 or ElementType.Float16 or ElementType.BFloat16))
            throw new ArgumentOutOfRangeException(nameof(storeAs), storeAs, "Use Float32, Float16 or BFloat16.");
        var source = new TensorSource(name, storeAs, shape, stream => ElementConversion.Write(storeAs, values.Span, stream));
        source.RequireElements(values.Length, nameof(values));
        return source;
    }

    /// <summary>A tensor of 64-bit integers.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <param name="values">The elements in row-major order. Read while the file is written.</param>
    /// <param name="shape">Extents, outermost first.</param>
    /// <returns>The source.</returns>
    /// <exception cref="ArgumentException">The shape asks for another number of elements, or cannot be.</exception>
    public static TensorSource FromInt64(string name, ReadOnlyMemory<long> values, ReadOnlySpan<long> shape)
    {
        var source = new TensorSource(name, ElementType.Int64, shape, stream => ElementConversion.Write(values.Span, stream));
        source.RequireElements(values.Length, nameof(values));
        return source;
    }

    /// <summary>A tensor from its stored bytes.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <param name="elementType">Type of the stored elements.</param>
    /// <param name="shape">Extents, outermost first.</param>
    /// <param name="bytes">The bytes, little-endian, in row-major order. Read while the file is written.</param>
    /// <returns>The source.</returns>
    /// <exception cref="ArgumentException">The shape asks for another number of bytes, or cannot be.</exception>
    public static TensorSource FromBytes(string name, ElementType elementType, ReadOnlySpan<long> shape, ReadOnlyMemory<byte> bytes)
    {
        var source = new TensorSource(name, elementType, shape, stream => stream.Write(bytes.Span));
        if (source.Length != bytes.Length)
            throw new ArgumentException($"{source} takes {source.Length} bytes, not {bytes.Length}.", nameof(bytes));
        return source;
    }

    /// <summary>Name, type and shape, for messages: <c>conv_in.weight F32 [320,4,3,3]</c>.</summary>
    /// <returns>The description.</returns>
    public override string ToString() => $"{Name} {ElementType.SafetensorsName()} {TensorShape.Format(Shape.AsSpan())}";

    /// <summary>Writes the bytes, and fails where they are more or fewer than the header has promised.</summary>
    internal void WriteTo(Stream stream)
    {
        var measured = new MeasuredStream(stream, Length, Name);
        _write(measured);
        measured.RequireFull();
    }

    private void RequireElements(int count, string parameter)
    {
        if (Length / ElementType.SizeInBytes() != count)
            throw new ArgumentException($"{this} takes {Length / ElementType.SizeInBytes()} elements, not {count}.", parameter);
    }
}
