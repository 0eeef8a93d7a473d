namespace InvAdapter.Graphs;

/// <summary>What a graph computes in.</summary>
public enum GraphPrecision
{
    /// <summary>float32 throughout; what CPUs run fastest.</summary>
    Float32,

    /// <summary>float16, with normalisation, softmax and the time embedding in float32; for GPUs.</summary>
    Float16,
}
