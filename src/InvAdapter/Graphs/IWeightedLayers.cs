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

    /// <summary>
    /// Applies a gated feed-forward layer, W₂·(a ⊙ g(b)) + b₂ with [a;b] = W₁x + b₁, to rows; null where it is to be composed of what is above.
    /// </summary>
    /// <param name="x">Rows [N,C].</param>
    /// <param name="inner">W₁ and b₁.</param>
    /// <param name="outer">W₂ and b₂.</param>
    /// <param name="activate">Adds g, number by number.</param>
    string? GatedFeedForward(string x, LinearShape inner, LinearShape outer, Func<string, string> activate) => null;
}
