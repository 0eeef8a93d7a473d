namespace InvAdapter.Graphs;

/// <summary>One <c>nn.Conv2d</c> with square kernels.</summary>
/// <param name="Name">Its path in the checkpoint.</param>
/// <param name="InChannels">Channels that come in.</param>
/// <param name="OutChannels">Channels that go out.</param>
/// <param name="Kernel">Side of the kernel.</param>
/// <param name="Stride">Step in both directions.</param>
/// <param name="Pads">Zeros on each side.</param>
internal sealed record ConvolutionShape(string Name, int InChannels, int OutChannels, int Kernel, int Stride, (int Top, int Left, int Bottom, int Right) Pads)
{
    /// <summary>How often images have been halved on their way from the network's input to this layer; null where that isn't said.</summary>
    public int? Level { get; init; }

    /// <summary>The weight's shape.</summary>
    public long[] Weight => [OutChannels, InChannels, Kernel, Kernel];
}
