namespace InvAdapter.Graphs;

/// <summary>What a graph computes in.</summary>
public enum GraphPrecision
{
    /// <summary>float32 throughout; what CPUs run fastest where a model is not quantised. Int8 weights are widened.</summary>
    Float32,

    /// <summary>float16, with normalisation, softmax and the time embedding in float32; for GPUs. Int8 weights are widened.</summary>
    Float16,

    /// <summary>int8 for the layers that the model folder holds in int8, float32 for everything else; for CPUs.</summary>
    Int8,
}
