using System.Numerics.Tensors;
using static InvAdapter.Graphs.GraphBuilder;

namespace InvAdapter.Graphs;

/// <summary>
/// 3×3 convolutions by Winograd's minimal filtering (Lavin and Gray 2015, arXiv 1509.09308): F(m×m, 3×3) makes m×m pixels of (m+2)×(m+2) products for
/// each pair of channels in place of 9·m², Y = Aᵀ[(G g Gᵀ) ⊙ (Bᵀ d B)]A. That is 4 times fewer for tiles of 4, and 2.25 times for tiles of 2.
/// </summary>
/// <remarks>
/// Transformed weights take (m+2)²/9 times the memory. What they save goes by the pixels that they are used for, so tiles are large where the network's images
/// are, and weights few; and further down, where nearly all weights are, there are none.
/// </remarks>
internal static class Winograd
{
    /// <summary>With fewer channels, transforming images takes much of the time that products save: 192 gain nothing at 16×16 pixels, and 128 lose.</summary>
    private const int MinChannels = 256;

    private static readonly Transforms s_two = new(
        input: new float[,] { { 1, 0, -1, 0 }, { 0, 1, 1, 0 }, { 0, -1, 1, 0 }, { 0, 1, 0, -1 } },
        kernel: new float[,] { { 1, 0, 0 }, { 1 / 2f, 1 / 2f, 1 / 2f }, { 1 / 2f, -1 / 2f, 1 / 2f }, { 0, 0, 1 } },
        output: new float[,] { { 1, 1, 1, 0 }, { 0, 1, -1, -1 } });

    private static readonly Transforms s_four = new(
        input: new float[,] { { 4, 0, -5, 0, 1, 0 }, { 0, -4, -4, 1, 1, 0 }, { 0, 4, -4, -1, 1, 0 }, { 0, -2, -1, 2, 1, 0 }, { 0, 2, -1, -2, 1, 0 }, { 0, 4, 0, -5, 0, 1 } },
        kernel: new float[,] { { 1 / 4f, 0, 0 }, { -1 / 6f, -1 / 6f, -1 / 6f }, { -1 / 6f, 1 / 6f, -1 / 6f }, { 1 / 24f, 1 / 12f, 1 / 6f }, { 1 / 24f, -1 / 12f, 1 / 6f }, { 0, 0, 1 } },
        output: new float[,] { { 1, 1, 1, 1, 1, 0 }, { 0, 1, -1, 2, -2, 0 }, { 0, 1, 1, 4, 4, 0 }, { 0, 1, -1, 8, -8, 1 } });

    /// <summary>The side of the tiles, in pixels, that a convolution is best computed in; null where it isn't so.</summary>
    public static int? TileFor(ConvolutionShape shape) =>
        shape is not { Kernel: 3, Stride: 1, Pads: (1, 1, 1, 1) } || Math.Min(shape.InChannels, shape.OutChannels) < MinChannels ? null
        : shape.Level == 0 ? 4
        : shape.Level == 1 ? 2
        : null;

    /// <summary>The transformed weight's shape: a matrix [out,in] for each product of a tile; the first dimension is that of the batch.</summary>
    public static long[] WeightShape(ConvolutionShape shape, int tile) => [1, Products(tile), shape.OutChannels, shape.InChannels];

    /// <summary>Adds a convolution to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">Images [B,in,h,w], of any size: tiles that stand out at the bottom and on the right are cut.</param>
    /// <param name="weight">A weight as <see cref="Transform"/> makes it.</param>
    /// <param name="bias">[out,1,1].</param>
    /// <param name="shape">The convolution.</param>
    /// <param name="tile">The side of the tiles: 2 or 4.</param>
    /// <returns>Images [B,out,h,w].</returns>
    public static string Convolve(GraphBuilder graph, string x, string weight, string bias, ConvolutionShape shape, int tile)
    {
        (Transforms transforms, int products) = (For(tile), Products(tile));

        // A batch is moved inward, which for one image is a plain copy, so that the products below find channels first: [in,B,products,tiles].
        string channels = graph.Node("Reshape", [graph.Node("Transpose", [x], Attribute("perm", 1, 0, 2, 3)), graph.Constant(-1, 1, 0, 0)]);
        string tiles = graph.Node(
            "Conv",
            [channels, graph.Numbers($"winograd.input.{tile}", transforms.SquaredInput, products, 1, tile + 2, tile + 2)],
            Attribute("kernel_shape", tile + 2, tile + 2),
            Attribute("strides", tile, tile),
            Attribute("pads", 1, 1, tile, tile));
        string batch = graph.Node("Shape", [x], Attribute("start", 0), Attribute("end", 1));
        string byChannel = graph.Node("Concat", [graph.Constant(shape.InChannels), batch, graph.Constant(products, -1)], Attribute("axis", 0));

        string product = graph.ContribNode("FusedMatMul", [weight, graph.Node("Reshape", [tiles, byChannel])], Attribute("transBatchB", 1));

        string columns = graph.Node("Reshape", [product, graph.Constant(0, products, -1)]);
        string pixels = graph.Node("MatMul", [graph.Numbers($"winograd.output.{tile}", transforms.SquaredOutput, tile * tile, products), columns]);
        string grid = graph.Node("Shape", [tiles], Attribute("start", 2), Attribute("end", 4));
        string byPixel = graph.Node("Concat", [graph.Constant(0, tile * tile * shape.OutChannels), grid], Attribute("axis", 0));
        string image = graph.Node("DepthToSpace", [graph.Node("Reshape", [pixels, byPixel])], Attribute("blocksize", (long)tile));

        string size = graph.Node("Shape", [x], Attribute("start", 2), Attribute("end", 4));
        string cut = graph.Node("Slice", [image, graph.Constant(0, 0), size, graph.Constant(2, 3)]);
        return graph.Node("Add", [cut, bias]);
    }

    /// <summary>G g Gᵀ for every kernel g of a weight [out,in,3,3].</summary>
    /// <param name="read">Reads the weights of channels.</param>
    /// <param name="shape">The convolution.</param>
    /// <param name="tile">The side of the tiles: 2 or 4.</param>
    /// <param name="destination">Takes as many numbers as <see cref="WeightShape"/> says.</param>
    public static void Transform(ChannelReader read, ConvolutionShape shape, int tile, Span<float> destination)
    {
        (float[,] kernel, int side, int width) = (For(tile).Kernel, tile + 2, shape.InChannels);
        float[] row = new float[9 * width];
        float[][] taps = [.. Enumerable.Range(0, 9).Select(_ => new float[width])];
        float[][] columns = [new float[width], new float[width], new float[width]];
        for (int channel = 0; channel < shape.OutChannels; channel++)
        {
            read(channel, 1, row);
            for (int i = 0; i < row.Length; i++)
                taps[i % 9][i / 9] = row[i];
            for (int y = 0; y < side; y++)
            {
                for (int column = 0; column < 3; column++)
                    Combine(kernel, y, taps[column], taps[column + 3], taps[column + 6], columns[column]);
                for (int x = 0; x < side; x++)
                    Combine(kernel, x, columns[0], columns[1], columns[2], destination.Slice((((y * side) + x) * shape.OutChannels + channel) * width, width));
            }
        }
    }

    private static void Combine(float[,] kernel, int row, ReadOnlySpan<float> first, ReadOnlySpan<float> second, ReadOnlySpan<float> third, Span<float> sum)
    {
        TensorPrimitives.Multiply(first, kernel[row, 0], sum);
        TensorPrimitives.MultiplyAdd(second, kernel[row, 1], sum, sum);
        TensorPrimitives.MultiplyAdd(third, kernel[row, 2], sum, sum);
    }

    private static Transforms For(int tile) => tile == 2 ? s_two : s_four;

    private static int Products(int tile) => (tile + 2) * (tile + 2);

    /// <param name="input">Bᵀ, [m+2,m+2].</param>
    /// <param name="kernel">G, [m+2,3].</param>
    /// <param name="output">Aᵀ, [m,m+2].</param>
    private sealed class Transforms(float[,] input, float[,] kernel, float[,] output)
    {
        /// <summary>G.</summary>
        public float[,] Kernel => kernel;

        /// <summary>Bᵀ ⊗ Bᵀ: what Bᵀ d B does to a square d, as one matrix.</summary>
        public float[] SquaredInput { get; } = Squared(input);

        /// <summary>Aᵀ ⊗ Aᵀ.</summary>
        public float[] SquaredOutput { get; } = Squared(output);

        private static float[] Squared(float[,] matrix)
        {
            (int rows, int columns) = (matrix.GetLength(0), matrix.GetLength(1));
            float[] square = new float[rows * rows * columns * columns];
            int place = 0;
            for (int i = 0; i < rows; i++)
            {
                for (int j = 0; j < rows; j++)
                {
                    for (int k = 0; k < columns; k++)
                    {
                        for (int l = 0; l < columns; l++)
                            square[place++] = matrix[i, k] * matrix[j, l];
                    }
                }
            }

            return square;
        }
    }
}
