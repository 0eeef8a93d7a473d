using System.Collections.Immutable;

namespace InvAdapter.Runtime;

/// <summary>An initializer whose float32 values this process makes itself and lends to sessions.</summary>
/// <param name="Initializer">Its name in the graph.</param>
/// <param name="Shape">Its shape in the graph.</param>
/// <param name="Origin">Where the values come from: sessions whose tensors have one origin share their memory.</param>
/// <param name="Fill">Writes the values.</param>
internal sealed record HostTensor(string Initializer, ImmutableArray<long> Shape, TensorOrigin Origin, HostTensorFill Fill)
{
    /// <summary>Number of values.</summary>
    public int Length { get; } = checked((int)Shape.Aggregate(1L, (product, length) => product * length));
}

/// <summary>Writes a tensor's values.</summary>
internal delegate void HostTensorFill(Span<float> destination);

/// <summary>What tells values apart: the bytes of a file, and how they are laid out in memory.</summary>
/// <param name="File">The file's path, links followed.</param>
/// <param name="FileLength">Its length, in bytes.</param>
/// <param name="Written">When it was last written.</param>
/// <param name="Offset">Where the tensor begins in it.</param>
/// <param name="Layout">The order of the values.</param>
internal readonly record struct TensorOrigin(string File, long FileLength, DateTime Written, long Offset, string Layout);
