using InvAdapter.Weights;

namespace InvAdapter.Graphs;

/// <summary>How strongly a call's identity acts, in the network's type; and whether it does at all, where a graph has branches for that.</summary>
/// <param name="Log">ln λ of the embedded fusion; −∞ without an identity.</param>
/// <param name="Linear">λ of the decoupled fusion; 0 without an identity.</param>
/// <param name="Branches">Whether the identity is embedded, and whether it is decoupled, as bools; null where all is computed in every call, for what isn't given adds nothing.</param>
internal sealed record IdentityStrength(string Log, string Linear, (string IsEmbedded, string IsDecoupled)? Branches)
{
    /// <summary>Declares the inputs.</summary>
    public static IdentityStrength Declare(Layers layers, bool branches)
    {
        GraphBuilder graph = layers.Graph;
        string log = graph.OptionalNumber(UNetPorts.LogStrength, float.NegativeInfinity);
        string linear = graph.OptionalNumber(UNetPorts.Strength, 0);
        return new IdentityStrength(layers.Narrow(log), layers.Narrow(linear), branches ? (Above(log, float.NegativeInfinity), Above(linear, 0)) : null);

        string Above(string value, float bound) => graph.Node("Greater", [value, graph.Scalar(ElementType.Float32, bound)]);
    }
}
