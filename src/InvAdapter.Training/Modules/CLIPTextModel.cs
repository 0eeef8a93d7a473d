using InvAdapter.Configuration;
using InvAdapter.Training.Checkpoints;
using InvAdapter.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace InvAdapter.Training.Modules;

/// <summary>transformers' <c>CLIPTextModel</c>, parameter for parameter: token ids to hidden states.</summary>
public sealed class CLIPTextModel : nn.Module<Tensor, Tensor>
{
    private readonly EmbeddingTable _tokens;
    private readonly EmbeddingTable _positions;
    private readonly ClipLayer[] _layers;
    private readonly LayerNorm _norm;

    /// <summary>Makes the network with CLIP's random weights.</summary>
    /// <param name="configuration">Its shape.</param>
    public CLIPTextModel(TextEncoderConfiguration configuration)
        : base(nameof(CLIPTextModel))
    {
        ArgumentNullException.ThrowIfNull(configuration);
        Configuration = configuration;
        nn.Module text = this.Child("text_model", new Group());
        nn.Module embeddings = text.Child("embeddings", new Group());
        _tokens = embeddings.Child("token_embedding", new EmbeddingTable(configuration.VocabularySize, configuration.HiddenSize));
        _positions = embeddings.Child("position_embedding", new EmbeddingTable(configuration.MaxPositions, configuration.HiddenSize));
        _layers = text.Child("encoder", new Group()).Children("layers", Enumerable.Range(0, configuration.Layers).Select(_ => new ClipLayer(configuration)));
        _norm = text.Child("final_layer_norm", nn.LayerNorm(configuration.HiddenSize, configuration.LayerNormEpsilon));
    }

    /// <summary>The network's shape.</summary>
    public TextEncoderConfiguration Configuration { get; }

    /// <summary>Loads the network from a folder with <c>config.json</c> and safetensors files.</summary>
    /// <param name="folder">The <c>text_encoder</c> folder.</param>
    /// <param name="variant">Which files to read, as in <c>fp16</c>; null for the plain ones.</param>
    /// <exception cref="ModelFormatException">The folder isn't one that InvAdapter reads, or a tensor is missing or has another shape.</exception>
    public static CLIPTextModel Load(string folder, string? variant = null) => ModelFiles.Load(
        folder, ModelFiles.TransformersStem, variant, () => new CLIPTextModel(TextEncoderConfiguration.Load(ModelFiles.Configuration(folder))));

    /// <summary>Saves the network as such a folder.</summary>
    /// <param name="folder">The <c>text_encoder</c> folder; made where it is missing.</param>
    /// <param name="storeAs">Element type of the weights.</param>
    public void Save(string folder, ElementType storeAs = ElementType.Float32) =>
        ModelFiles.Save(folder, ModelFiles.TransformersStem, this, ConfigurationWriter.Write(Configuration), storeAs);

    /// <summary>Fills the network from a folder's weights, to go on from them.</summary>
    /// <exception cref="ModelFormatException">The folder's network is another one, or a tensor is missing or has another shape.</exception>
    internal void BeginWith(string folder) => ModelFiles.Begin(
        this, ConfigurationWriter.Write(Configuration), folder, ModelFiles.TransformersStem, ConfigurationWriter.Write(TextEncoderConfiguration.Load(ModelFiles.Configuration(folder))));

    /// <summary>Encodes prompts.</summary>
    /// <param name="tokenIds">[B,T], int64, each id below the vocabulary's size.</param>
    /// <returns>Hidden states behind the last normalisation, [B,T,D].</returns>
    public override Tensor forward(Tensor tokenIds)
    {
        ArgumentNullException.ThrowIfNull(tokenIds);
        long count = tokenIds.shape[1];
        if (count > Configuration.MaxPositions)
            throw new ArgumentException($"A prompt of {count} tokens can't be encoded; use 1 to {Configuration.MaxPositions}.", nameof(tokenIds));
        using DisposeScope scope = NewDisposeScope();
        Tensor x = _tokens.Forward(tokenIds) + _positions.Rows.narrow(0, 0, count);
        foreach (ClipLayer layer in _layers)
            x = layer.Forward(x);
        return _norm.forward(x).MoveToOuterDisposeScope();
    }

    /// <summary>A part of the checkpoint's names that does nothing itself.</summary>
    private sealed class Group() : nn.Module(nameof(Group));
}
