using System.Collections.Immutable;

namespace InvAdapter.Weights;

/// <summary>Where a tensor lies in a safetensors file, and how it is to be read. Holds no values.</summary>
/// <remarks>Made by <see cref="SafetensorsFile"/>, which has checked that the place exists and has the size that the shape asks for.</remarks>
public sealed class TensorInfo
{
    internal TensorInfo(string name, ElementType elementType, ImmutableArray<long> shape, string file, long offset, long length)
    {
        Name = name;
        ElementType = elementType;
        Shape = shape;
        File = file;
        Offset = offset;
        Length = length;
    }

    /// <summary>The tensor's name, such as <c>conv_in.weight</c>.</summary>
    public string Name { get; }

    /// <summary>Type of the stored elements.</summary>
    public ElementType ElementType { get; }

    /// <summary>Extents, outermost first, each 0 or more. Empty for a scalar.</summary>
    public ImmutableArray<long> Shape { get; }

    /// <summary>Path of the file that holds the tensor, as it was opened.</summary>
    public string File { get; }

    /// <summary>Place of the first byte, counted in bytes from the start of the file. Not necessarily aligned.</summary>
    public long Offset { get; }

    /// <summary>Bytes that the tensor takes: <see cref="ElementCount"/> times the element's size.</summary>
    public long Length { get; }

    /// <summary>Number of elements: the product of <see cref="Shape"/>, 1 for a scalar.</summary>
    public long ElementCount => Length / ElementType.SizeInBytes();

    /// <summary>Name, type and shape, for messages: <c>conv_in.weight F32 [320,4,3,3]</c>.</summary>
    /// <returns>The description.</returns>
    public override string ToString() => $"{Name} {ElementType.SafetensorsName()} [{string.Join(',', Shape)}]";
}
