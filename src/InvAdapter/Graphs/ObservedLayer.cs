namespace InvAdapter.Graphs;

/// <summary>A layer of an observed graph, and the graph's outputs by which it is seen.</summary>
/// <param name="Name">Its path in the checkpoint.</param>
/// <param name="Channels">Output channels, or the width that goes out.</param>
/// <param name="HasBias">Whether it has a bias.</param>
/// <param name="Input">Output of the graph that is what the layer is given. Layers that share an input share the name.</param>
/// <param name="Output">Output of the graph that is what a convolution gives; null for a linear layer.</param>
internal sealed record ObservedLayer(string Name, int Channels, bool HasBias, string Input, string? Output)
{
    /// <summary>Whether it is a convolution.</summary>
    public bool IsConvolution => Output is not null;
}
