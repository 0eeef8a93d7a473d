using InvAdapter.Configuration;
using InvAdapter.Graphs;
using InvAdapter.Runtime;
using InvAdapter.Weights;

namespace InvAdapter.Models;

/// <summary>A <c>CLIPTextModel</c> in one session.</summary>
public sealed class ClipTextEncoder : ITextEncoder, IDisposable
{
    private readonly OnnxSession _session;

    private ClipTextEncoder(TextEncoderConfiguration configuration, OnnxSession session)
    {
        Configuration = configuration;
        _session = session;
    }

    /// <summary>The network's shape.</summary>
    public TextEncoderConfiguration Configuration { get; }

    /// <inheritdoc/>
    public int MaxTokens => Configuration.MaxPositions;

    /// <summary>Builds and loads the network.</summary>
    /// <param name="configuration">Its shape.</param>
    /// <param name="weights">Its tensors; needed only while loading.</param>
    /// <param name="provider">Where to run it.</param>
    /// <param name="precision">What to compute in.</param>
    /// <param name="clipSkip">How many of the last layers to leave out, 0 to one less than there are. Many fine-tunes of SD 1.x want 1.</param>
    /// <exception cref="ModelFormatException">A tensor is missing or has another shape.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No layer would be left.</exception>
    public static ClipTextEncoder Load(TextEncoderConfiguration configuration, WeightFolder weights, ExecutionProvider provider, GraphPrecision precision, int clipSkip = 0)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (clipSkip < 0 || clipSkip >= configuration.Layers)
            throw new ArgumentOutOfRangeException(nameof(clipSkip), clipSkip, $"Skip 0 to {configuration.Layers - 1} of the {configuration.Layers} layers.");
        NetworkGraph graph = TextEncoderGraph.Build(configuration, weights, GraphTarget.For(provider, precision), clipSkip);
        return new ClipTextEncoder(configuration, OnnxSession.Create(graph, provider));
    }

    /// <inheritdoc/>
    public TextEmbedding Encode(ReadOnlySpan<int> tokenIds, CancellationToken cancellation = default)
    {
        if (tokenIds.Length < 1 || tokenIds.Length > MaxTokens)
            throw new ArgumentException($"A prompt of {tokenIds.Length} tokens can't be encoded; use 1 to {MaxTokens}.", nameof(tokenIds));
        long[] ids = new long[tokenIds.Length];
        for (int i = 0; i < ids.Length; i++)
        {
            ids[i] = (uint)tokenIds[i] < (uint)Configuration.VocabularySize
                ? tokenIds[i]
                : throw new ArgumentException($"Token id {tokenIds[i]} is outside the vocabulary of {Configuration.VocabularySize}.", nameof(tokenIds));
        }

        using DeviceTensor input = DeviceTensor.FromMemory<long>(ids, 1, ids.Length);
        using DeviceTensor states = _session.Run([new(TextEncoderGraph.TokenIds, input)], [TextEncoderGraph.HiddenStates], TensorPlacement.Host, cancellation)[0];
        return new TextEmbedding(ids.Length, Configuration.HiddenSize, states.ToArray());
    }

    /// <summary>Releases the session and with it the weights.</summary>
    public void Dispose() => _session.Dispose();
}
