using System.Buffers;
using System.Collections.Immutable;
using System.Numerics.Tensors;
using InvAdapter.Runtime;
using InvAdapter.Weights;

namespace InvAdapter.Graphs;

/// <summary>Describes float32 values that are made of a model folder's tensors when its session is loaded. Each description is null where the values would not be one piece of memory.</summary>
internal sealed class WeightLender(WeightFolder weights)
{
    private const int ValuesAtOnce = 1 << 18;

    private readonly Dictionary<string, FileInfo> _files = [];

    /// <summary>Rows of a matrix in their own order.</summary>
    /// <param name="tensor">The whole matrix.</param>
    /// <param name="first">The first row.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="width">How wide they are.</param>
    public HostTensor? Rows(TensorInfo tensor, int first, int rows, int width) =>
        Describe(tensor, [rows, width], $"{rows} rows from {first}", destination =>
        {
            ChannelReader read = Reader(tensor, tensor.Shape[0]);
            int step = Math.Max(1, ValuesAtOnce / width);
            for (int row = 0; row < rows; row += step)
            {
                int count = Math.Min(step, rows - row);
                read(first + row, count, destination.Slice(row * width, count * width));
            }
        });

    /// <summary>Output channels of a weight, in blocks.</summary>
    /// <param name="tensor">The whole weight.</param>
    /// <param name="shape">A convolution to as many channels as are wanted.</param>
    /// <param name="first">The first of them.</param>
    /// <param name="size">Channels in a block.</param>
    public HostTensor? Blocks(TensorInfo tensor, ConvolutionShape shape, int first, int size) =>
        Describe(tensor, [.. ChannelBlocks.WeightShape(shape, size)], $"blocks of {size}, {shape.OutChannels} channels from {first}", destination =>
        {
            ChannelReader read = Reader(tensor, tensor.Shape[0]);
            ChannelBlocks.Pack((channel, count, rows) => read(first + channel, count, rows), shape, size, destination);
        });

    /// <summary>A convolution's weight, transformed for Winograd's algorithm.</summary>
    public HostTensor? Transformed(TensorInfo tensor, ConvolutionShape shape, int tile) => Describe(
        tensor,
        [.. Winograd.WeightShape(shape, tile)],
        $"tiles of {tile}",
        destination => Winograd.Transform(Reader(tensor, shape.OutChannels), shape, tile, destination));

    /// <summary>A tensor in a layout, whose name in the graph says both.</summary>
    private HostTensor? Describe(TensorInfo tensor, ImmutableArray<long> shape, string layout, HostTensorFill fill)
    {
        if (shape.Aggregate(1L, (product, extent) => product * extent) > Array.MaxLength)
            return null;
        if (!_files.TryGetValue(tensor.File, out FileInfo? file))
            _files[tensor.File] = file = new FileInfo(RealPath.Of(tensor.File));
        return new HostTensor($"{tensor.Name}[{layout}]", shape, new TensorOrigin(file.FullName, file.Length, file.LastWriteTimeUtc, tensor.Offset, layout), fill);
    }

    /// <summary>Read from the file, not from its map, whose pages would stay in memory beside what is made of them.</summary>
    private void Convert(TensorInfo tensor, long offset, int length, Span<float> destination)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(length);
        weights.Read(tensor, offset, bytes.AsSpan(0, length));
        ElementConversion.ToSingle(tensor.ElementType, bytes.AsSpan(0, length), destination);
        ArrayPool<byte>.Shared.Return(bytes);
    }

    /// <summary>Reads rows of the first dimension, whatever their type; of int8 weights times their scales.</summary>
    private ChannelReader Reader(TensorInfo tensor, long rows)
    {
        float[]? scales = tensor.ElementType == ElementType.Int8 ? QuantizedWeights.Scales(weights, tensor.Name[..^WeightBinder.WeightSuffix.Length], rows) : null;
        int length = checked((int)(tensor.Length / rows));
        return (first, count, destination) =>
        {
            Convert(tensor, (long)first * length, count * length, destination);
            int width = destination.Length / count;
            for (int i = 0; scales is not null && i < count; i++)
                TensorPrimitives.Multiply(destination.Slice(i * width, width), scales[first + i], destination.Slice(i * width, width));
        };
    }
}
