namespace InvAdapter.Graphs;

/// <summary>One <c>nn.Linear</c> on rows.</summary>
/// <param name="Name">Its path in the checkpoint.</param>
/// <param name="InWidth">Width of a row that comes in.</param>
/// <param name="OutWidth">Width of a row that goes out.</param>
/// <param name="Bias">Whether a bias is added.</param>
internal sealed record LinearShape(string Name, int InWidth, int OutWidth, bool Bias)
{
    /// <summary>The weight's shape.</summary>
    public long[] Weight => [OutWidth, InWidth];

    /// <summary>The same for pixels of an image, whose channels a row's numbers are.</summary>
    public ConvolutionShape AsConvolution() => new(Name, InWidth, OutWidth, Kernel: 1, Stride: 1, Pads: default);
}
