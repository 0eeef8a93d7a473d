namespace InvAdapter.Configuration;

/// <summary>The shape of a <c>CLIPTextModel</c>, read from its <c>config.json</c>.</summary>
public sealed record TextEncoderConfiguration
{
    /// <summary>Width of the hidden states.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Width inside the feed-forward layers.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>Number of transformer layers.</summary>
    public required int Layers { get; init; }

    /// <summary>Number of attention heads.</summary>
    public required int Heads { get; init; }

    /// <summary>The feed-forward layers' nonlinearity.</summary>
    public required ActivationFunction Activation { get; init; }

    /// <summary>Epsilon of the layer normalisations.</summary>
    public required double LayerNormEpsilon { get; init; }

    /// <summary>Longest token sequence; 77.</summary>
    public required int MaxPositions { get; init; }

    /// <summary>Number of token ids.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Reads a text encoder's configuration.</summary>
    /// <param name="path">The <c>config.json</c> of the <c>text_encoder</c> folder.</param>
    /// <exception cref="ModelFormatException">It is malformed, or asks for something that isn't supported; the message names the key and the value.</exception>
    public static TextEncoderConfiguration Load(string path)
    {
        ConfigurationFile file = ConfigurationFile.Load(path);
        file.RequireText("model_type", "clip_text_model");
        var configuration = new TextEncoderConfiguration
        {
            HiddenSize = file.Integer("hidden_size", 512),
            IntermediateSize = file.Integer("intermediate_size", 2048),
            Layers = file.Integer("num_hidden_layers", 12, maximum: 256),
            Heads = file.Integer("num_attention_heads", 8),
            Activation = file.Activation("hidden_act", ActivationFunction.QuickGelu),
            LayerNormEpsilon = file.Positive("layer_norm_eps", 1e-5),
            MaxPositions = file.Integer("max_position_embeddings", 77),
            VocabularySize = file.Integer("vocab_size", 49408),
        };
        return configuration.HiddenSize % configuration.Heads == 0
            ? configuration
            : throw file.Bad("num_attention_heads", $"a divisor of hidden_size = {configuration.HiddenSize}", $"{configuration.Heads}");
    }
}
