using System.Buffers;
using System.Collections.Immutable;
using System.Numerics.Tensors;
using InvAdapter.Runtime;
using InvAdapter.Weights;

namespace InvAdapter.Graphs;

/// <summary>Describes float32 values that are made of a model folder's tensors when its session is loaded.</summary>
internal sealed class WeightLender(WeightFolder weights)
{
    private const int ValuesAtOnce = 1 << 18;

    private readonly List<HostTensor> _tensors = [];
    private readonly Dictionary<string, FileInfo> _files = [];

    /// <summary>What was described.</summary>
    public IReadOnlyList<HostTensor> Tensors => _tensors;

    /// <summary>Whether a tensor can be read at once, as it has to be here.</summary>
    public static bool CanLend(TensorInfo tensor) => tensor.Length <= int.MaxValue && tensor.ElementCount <= Array.MaxLength;

    /// <summary>Rows of a matrix in their own order.</summary>
    /// <param name="initializer">Its name in the graph.</param>
    /// <param name="tensor">The whole matrix.</param>
    /// <param name="first">The first row.</param>
    /// <param name="shape">How many rows, and how wide they are.</param>
    public void LendRows(string initializer, TensorInfo tensor, int first, ReadOnlySpan<long> shape)
    {
        long rows = shape[0];
        Lend(initializer, tensor, shape, $"{rows} rows from {first}", destination =>
        {
            ChannelReader read = Reader(tensor, tensor.Shape[0]);
            int width = destination.Length / (int)rows;
            int step = Math.Max(1, ValuesAtOnce / width);
            for (int row = 0; row < rows; row += step)
            {
                int count = (int)Math.Min(step, rows - row);
                read(first + row, count, destination.Slice(row * width, count * width));
            }
        });
    }

    /// <summary>A convolution's weight, in blocks.</summary>
    public void LendBlocks(string initializer, TensorInfo tensor, ConvolutionShape shape, int size) => Lend(
        initializer,
        tensor,
        ChannelBlocks.WeightShape(shape, size),
        $"blocks of {size}",
        destination => ChannelBlocks.Pack(Reader(tensor, shape.OutChannels), shape, size, destination));

    /// <summary>A convolution's weight, transformed for Winograd's algorithm.</summary>
    public void LendTransformed(string initializer, TensorInfo tensor, ConvolutionShape shape, int tile) => Lend(
        initializer,
        tensor,
        Winograd.WeightShape(shape, tile),
        $"Winograd, tiles of {tile}",
        destination => Winograd.Transform(Reader(tensor, shape.OutChannels), shape, tile, destination));

    private void Lend(string initializer, TensorInfo tensor, ReadOnlySpan<long> shape, string layout, HostTensorFill fill)
    {
        if (!_files.TryGetValue(tensor.File, out FileInfo? file))
            _files[tensor.File] = file = new FileInfo(RealPath.Of(tensor.File));
        ImmutableArray<long> extents = [.. shape];
        _tensors.Add(new HostTensor(initializer, extents, new TensorOrigin(file.FullName, file.Length, file.LastWriteTimeUtc, tensor.Offset, layout), fill));
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
        int length = (int)(tensor.Length / rows);
        return (first, count, destination) =>
        {
            Convert(tensor, (long)first * length, count * length, destination);
            int width = destination.Length / count;
            for (int i = 0; scales is not null && i < count; i++)
                TensorPrimitives.Multiply(destination.Slice(i * width, width), scales[first + i], destination.Slice(i * width, width));
        };
    }
}
