using InvAdapter.Configuration;

namespace InvAdapter.Graphs;

/// <summary>What the autoencoder's two halves have in common.</summary>
internal sealed class AutoencoderLayers(Layers layers, AutoencoderConfiguration configuration)
{
    private const double Epsilon = 1e-6;

    private readonly ResidualBlock _residual = new() { Groups = configuration.NormGroups, Epsilon = Epsilon, Activation = configuration.Activation };

    public string Residual(string x, string name, int inChannels, int outChannels) => _residual.Apply(layers, x, null, name, inChannels, outChannels);

    /// <summary>Two residual blocks around one attention layer, at the coarsest level.</summary>
    public string Middle(string x, string name)
    {
        int channels = configuration.BlockOutChannels[^1];
        x = Residual(x, $"{name}.resnets.0", channels, channels);
        if (configuration.MidBlockAttention)
            x = Attend(x, $"{name}.attentions.0", channels);
        return Residual(x, $"{name}.resnets.1", channels, channels);
    }

    /// <summary>The last normalisation, activation and convolution of either half.</summary>
    public string Finish(string x, string name, int inChannels, int outChannels)
    {
        x = layers.GroupNorm(x, $"{name}.conv_norm_out", inChannels, configuration.NormGroups, Epsilon);
        return layers.Convolution(layers.Activate(x, configuration.Activation), $"{name}.conv_out", inChannels, outChannels, 3);
    }

    /// <summary>Attention with a single head over all pixels.</summary>
    private string Attend(string x, string name, int channels)
    {
        string rows = layers.ToTokens(layers.GroupNorm(x, $"{name}.group_norm", channels, configuration.NormGroups, Epsilon), channels);
        string batch = layers.Graph.Node("Shape", [x], GraphBuilder.Attribute("start", 0), GraphBuilder.Attribute("end", 1));
        string shape = layers.Graph.Node("Concat", [batch, layers.Graph.Constant(-1, channels)], GraphBuilder.Attribute("axis", 0));
        string attended = layers.Attention(
            Project("to_q", "query"),
            Project("to_k", "key"),
            Project("to_v", "value"),
            heads: 1,
            headWidth: channels);
        string merged = layers.Graph.Node("Reshape", [attended, layers.Graph.Constant(-1, channels)]);
        string result = layers.Linear(merged, Named("to_out.0", "proj_attn"), channels, channels);
        return layers.Add(layers.ToImage(result, x, channels), x);

        string Project(string today, string before) =>
            layers.Graph.Node("Reshape", [layers.Linear(rows, Named(today, before), channels, channels), shape]);

        // The published SD 1.x autoencoders keep the names that this layer had in diffusers before 0.17.
        string Named(string today, string before) =>
            layers.Weights.Has($"{name}.{before}.weight") ? $"{name}.{before}" : $"{name}.{today}";
    }
}
