namespace InvAdapter.Graphs;

/// <summary>How a network's convolutions and linear layers are computed: in floating point, in int8, or in both to compare them.</summary>
internal interface IWeightedLayers
{
    /// <summary>Applies a convolution to images [B,C,h,w].</summary>
    string Convolution(string x, ConvolutionShape shape);

    /// <summary>Applies a linear layer to rows [N,C].</summary>
    string Linear(string x, LinearShape shape);

    /// <summary>Applies a linear layer with a bias whose outputs are wanted in equal parts, each by itself; null where they have to be cut from one result.</summary>
    string[]? LinearParts(string x, LinearShape shape, int parts) => null;
}
