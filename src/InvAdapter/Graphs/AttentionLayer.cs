using InvAdapter.Configuration;
using InvAdapter.Weights;
using static InvAdapter.Graphs.GraphBuilder;

namespace InvAdapter.Graphs;

/// <summary>One attention site of the UNet: tapped, and open for identity tokens in both fusions.</summary>
/// <remarks>
/// Embedded: softmax over [QKᵀ/√d ; QK_idᵀ/√d + ln λ + ln n] times [V ; V_id], where each identity token stands for n of the reference's. A bias per key would cost the fused kernel, so it is folded into
/// the product: each head's queries get one more channel holding √d, the base keys' is 0 and the identity keys' is ln λ + ln n.
/// Decoupled (IP-Adapter's form): λ·softmax(QK_idᵀ/√d)·V_id is added.
/// </remarks>
internal sealed class AttentionLayer(Layers layers, AttentionSite site, bool upcast)
{
    private readonly GraphBuilder _graph = layers.Graph;
    private readonly int _headWidth = site.Width / site.Heads;

    /// <summary>Applies the site.</summary>
    /// <param name="rows">Tokens that enter, [B·N,C]; tapped as the site's feature.</param>
    /// <param name="context">What is attended to, [B·M,contextWidth]: the tokens themselves, or the prompt's.</param>
    /// <param name="contextWidth">Width of the context.</param>
    /// <param name="batch">The batch size B as a tensor [1].</param>
    /// <param name="strength">How strongly the identity acts.</param>
    public string Apply(string rows, string context, int contextWidth, string batch, IdentityStrength strength)
    {
        int width = site.Width;
        _graph.Output(UNetPorts.Feature(site.Name), Shaped(rows, batch, -1, width), layers.Type, "batch", $"tokens_{site.Level}", width);

        string query = layers.Linear(rows, $"{site.Name}.to_q", width, width, bias: false);
        string key = layers.Linear(context, $"{site.Name}.to_k", contextWidth, width, bias: false);
        string value = layers.Linear(context, $"{site.Name}.to_v", contextWidth, width, bias: false);

        // With branches a call computes its own case only: an identity is of one fusion.
        string attended = strength.Branches is { } given
            ? _graph.If(given.IsDecoupled, () => layers.Add(Plain(), WithOwnSoftmax()), () => _graph.If(given.IsEmbedded, WithSharedSoftmax, Plain))
            : layers.Add(WithSharedSoftmax(), WithOwnSoftmax());
        string result = _graph.Node("Reshape", [attended, _graph.Constant(-1, width)]);
        return layers.Linear(result, $"{site.Name}.to_out.0", width, width);

        string Plain() => Attend(Shaped(query, batch, -1, width), Shaped(key, batch, -1, width), Shaped(value, batch, -1, width));

        string WithSharedSoftmax() => Embedded(query, key, value, batch, strength.Log);

        string WithOwnSoftmax() => Decoupled(query, batch, strength.Linear);
    }

    private string Embedded(string query, string key, string value, string batch, string logStrength)
    {
        string identityKeys = Expand(Optional(UNetPorts.EmbeddedKeys(site.Name)), batch);
        string identityValues = Expand(Optional(UNetPorts.EmbeddedValues(site.Name)), batch);
        string identityHeads = _graph.Node("Reshape", [identityKeys, _graph.Constant(0, 0, site.Heads, _headWidth)]);

        string logTokens = _graph.OptionalNumber(UNetPorts.LogTokens(site.Name), 0);
        string bias = layers.Add(logStrength, layers.Narrow(logTokens));
        string queries = WithChannel(Heads(query, batch), _graph.Scalar(layers.Type, (float)Math.Sqrt(_headWidth)));
        string keys = _graph.Node(
            "Concat",
            [WithChannel(Heads(key, batch), _graph.Scalar(layers.Type, 0)), WithChannel(identityHeads, bias)],
            Attribute("axis", 1));
        string values = _graph.Node("Concat", [Shaped(value, batch, -1, site.Width), identityValues], Attribute("axis", 1));
        return Attend(MergeHeads(queries), MergeHeads(keys), values);
    }

    private string Decoupled(string query, string batch, string strength)
    {
        string keys = Expand(OneZeroToken(UNetPorts.DecoupledKeys(site.Name)), batch);
        string values = Expand(OneZeroToken(UNetPorts.DecoupledValues(site.Name)), batch);
        return _graph.Node("Mul", [Attend(Shaped(query, batch, -1, site.Width), keys, values), strength]);
    }

    private string Attend(string query, string key, string value) => upcast
        ? layers.Narrow(layers.Attention(layers.Widen(query), layers.Widen(key), layers.Widen(value), site.Heads, _headWidth))
        : layers.Attention(query, key, value, site.Heads, _headWidth);

    private string Optional(string name) => _graph.OptionalInput(name, layers.Type, [1, 0, site.Width], $"{name}.batch", $"{name}.tokens", site.Width);

    private string OneZeroToken(string name) => _graph.OptionalZeros(name, layers.Type, [1, 1, site.Width], $"{name}.batch", $"{name}.tokens", site.Width);

    private string Expand(string tokens, string batch) =>
        _graph.Node("Expand", [tokens, _graph.Node("Concat", [batch, _graph.Constant(1, 1)], Attribute("axis", 0))]);

    private string Heads(string rows, string batch) => Shaped(rows, batch, -1, site.Heads, _headWidth);

    private string WithChannel(string heads, string value) => _graph.Node("Pad", [heads, _graph.Constant(0, 0, 0, 0, 0, 0, 0, 1), value]);

    private string MergeHeads(string heads) => _graph.Node("Reshape", [heads, _graph.Constant(0, 0, site.Heads * (_headWidth + 1))]);

    private string Shaped(string rows, string batch, params long[] rest) =>
        _graph.Node("Reshape", [rows, _graph.Node("Concat", [batch, _graph.Constant(rest)], Attribute("axis", 0))]);
}
