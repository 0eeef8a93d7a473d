namespace InvAdapter.Graphs;

/// <summary>How a network's convolutions and linear layers are computed: in floating point, in int8, or in both to compare them.</summary>
internal interface IWeightedLayers
{
    /// <summary>Applies a convolution to images [B,C,h,w].</summary>
    string Convolution(string x, ConvolutionShape shape);

    /// <summary>Applies a linear layer to rows [N,C].</summary>
    string Linear(string x, LinearShape shape);
}
