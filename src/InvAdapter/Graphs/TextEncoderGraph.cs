using InvAdapter.Configuration;
using InvAdapter.Runtime;
using InvAdapter.Weights;
using static InvAdapter.Graphs.GraphBuilder;

namespace InvAdapter.Graphs;

/// <summary><c>CLIPTextModel</c>: token ids to hidden states, with a causal mask.</summary>
internal sealed class TextEncoderGraph
{
    /// <summary>Token ids [B,T], int64.</summary>
    public const string TokenIds = "input_ids";

    /// <summary>Hidden states [B,T,D] behind the last layer normalisation, float32.</summary>
    public const string HiddenStates = "last_hidden_state";

    private readonly TextEncoderConfiguration _configuration;
    private readonly GraphBuilder _graph = new("text_encoder");
    private readonly WeightBinder _weights;
    private readonly Layers _layers;

    private TextEncoderGraph(TextEncoderConfiguration configuration, WeightFolder weights, GraphTarget target)
    {
        _configuration = configuration;
        _weights = new WeightBinder(_graph, weights, target);
        _layers = new Layers(_graph, _weights, target.Precision);
    }

    /// <summary>Builds the graph.</summary>
    /// <param name="configuration">The network's shape.</param>
    /// <param name="weights">Its tensors.</param>
    /// <param name="target">What it is built for.</param>
    /// <param name="skippedLayers">How many of the last layers are left out (CLIP skip); 0 for none.</param>
    /// <exception cref="ModelFormatException">A tensor is missing or has another shape.</exception>
    public static NetworkGraph Build(TextEncoderConfiguration configuration, WeightFolder weights, GraphTarget target, int skippedLayers) =>
        new TextEncoderGraph(configuration, weights, target).Build(configuration.Layers - skippedLayers);

    private NetworkGraph Build(int layers)
    {
        int width = _configuration.HiddenSize;
        string ids = _graph.Input(TokenIds, ElementType.Int64, "batch", "tokens");
        string shape = _graph.Node("Concat", [_graph.Node("Shape", [ids]), _graph.Constant(width)], Attribute("axis", 0));

        string x = _graph.Node("Reshape", [Embed(ids, width), _graph.Constant(-1, width)]);
        for (int i = 0; i < layers; i++)
            x = Layer(x, $"text_model.encoder.layers.{i}", shape);
        x = _layers.LayerNorm(x, "text_model.final_layer_norm", width, _configuration.LayerNormEpsilon);
        _graph.Output(HiddenStates, _layers.Widen(_graph.Node("Reshape", [x, shape])), ElementType.Float32, "batch", "tokens", width);
        return _weights.Finish();
    }

    private string Embed(string ids, int width)
    {
        string tokens = _weights.BindMatrix("text_model.embeddings.token_embedding.weight", _layers.Type, _configuration.VocabularySize, width);
        string positions = _weights.Bind("text_model.embeddings.position_embedding.weight", _layers.Type, _configuration.MaxPositions, width);
        string count = _graph.Node("Shape", [ids], Attribute("start", 1), Attribute("end", 2));
        string used = _graph.Node("Slice", [positions, _graph.Constant(0), count, _graph.Constant(0)]);
        return _layers.Add(_graph.Node("Gather", [tokens, ids], Attribute("axis", 0)), used);
    }

    private string Layer(string x, string name, string shape)
    {
        int width = _configuration.HiddenSize;
        string normal = _layers.LayerNorm(x, $"{name}.layer_norm1", width, _configuration.LayerNormEpsilon);
        string attended = _layers.Attention(Project("q_proj"), Project("k_proj"), Project("v_proj"), _configuration.Heads, width / _configuration.Heads, causal: true);
        string rows = _graph.Node("Reshape", [attended, _graph.Constant(-1, width)]);
        x = _layers.Add(x, _layers.Linear(rows, $"{name}.self_attn.out_proj", width, width));

        string hidden = _layers.LayerNorm(x, $"{name}.layer_norm2", width, _configuration.LayerNormEpsilon);
        hidden = _layers.Linear(hidden, $"{name}.mlp.fc1", width, _configuration.IntermediateSize);
        hidden = _layers.Linear(_layers.Activate(hidden, _configuration.Activation), $"{name}.mlp.fc2", _configuration.IntermediateSize, width);
        return _layers.Add(x, hidden);

        string Project(string layer) => _graph.Node("Reshape", [_layers.Linear(normal, $"{name}.self_attn.{layer}", width, width), shape]);
    }
}
