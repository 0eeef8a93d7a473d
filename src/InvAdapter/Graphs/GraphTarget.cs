using InvAdapter.Runtime;

namespace InvAdapter.Graphs;

/// <summary>What a graph is built for.</summary>
/// <param name="Precision">What to compute in.</param>
/// <param name="LendsWeights">
/// Whether large weights are lent to the session: widened and ordered here as the CPU's kernels read them, and shared by the process's sessions. Left to
/// itself the runtime does that tensor by tensor on one thread, with copies in between, for every session anew.
/// </param>
internal readonly record struct GraphTarget(GraphPrecision Precision, bool LendsWeights)
{
    /// <summary>
    /// Whether what a call doesn't need may be left out by branches of the graph. Other providers than the CPU would have to wait for each branch's condition, or
    /// cut the graph there.
    /// </summary>
    public bool Branches { get; init; }

    /// <summary>What suits a provider.</summary>
    public static GraphTarget For(ExecutionProvider provider, GraphPrecision precision) =>
        new(precision, provider.IsCpu && precision == GraphPrecision.Float32) { Branches = provider.IsCpu };

    /// <summary>A graph for any provider.</summary>
    public static implicit operator GraphTarget(GraphPrecision precision) => new(precision, LendsWeights: false);
}
