namespace InvAdapter;

/// <summary>ONNX Runtime could not build or run a graph: out of memory, an operator the provider lacks, a lost device.</summary>
public sealed class InferenceException : InvAdapterException
{
    /// <summary>Creates the error for one graph.</summary>
    /// <param name="graph">Name of the graph, as in <c>unet</c>.</param>
    /// <param name="action">What was tried: loading or running it.</param>
    /// <param name="inner">The runtime's own error.</param>
    public InferenceException(string graph, string action, Exception inner)
        : base($"{action} the {graph} graph failed: {inner?.Message}", inner)
    {
        Graph = graph;
    }

    /// <summary>Creates the error for a graph that ran and gave values that are no numbers.</summary>
    /// <param name="graph">Name of the graph.</param>
    /// <param name="message">What came, and what to do about it.</param>
    public InferenceException(string graph, string message)
        : base(message)
    {
        Graph = graph;
    }

    /// <summary>Name of the graph.</summary>
    public string Graph { get; }
}
