using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace InvAdapter.Training.Modules;

/// <summary>A row of numbers for each token or position. TorchSharp's own embedding loses its weights with the scope that it is made in.</summary>
internal sealed class EmbeddingTable : nn.Module
{
    // transformers' own start: PyTorch's would make rows fifty times as large.
    private const double Deviation = 0.02;

    public EmbeddingTable(int count, int width)
        : base(nameof(EmbeddingTable))
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        var rows = new Parameter(randn(count, width).mul_(Deviation));
        rows.DetachFromDisposeScope();
        register_parameter("weight", rows);
    }

    /// <summary>All rows, [count, width].</summary>
    public Parameter Rows => get_parameter("weight")!;

    /// <summary>The rows of some numbers.</summary>
    /// <param name="ids">[B,T], int64.</param>
    /// <returns>[B,T,width].</returns>
    public Tensor Forward(Tensor ids)
    {
        using DisposeScope scope = NewDisposeScope();
        return Rows.index_select(0, ids.flatten()).view([.. ids.shape, Rows.shape[1]]).MoveToOuterDisposeScope();
    }
}
