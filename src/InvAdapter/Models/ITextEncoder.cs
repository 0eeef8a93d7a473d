namespace InvAdapter.Models;

/// <summary>The text encoder: token ids to what the UNet reads. Any number of threads may ask at once.</summary>
public interface ITextEncoder
{
    /// <summary>Longest token sequence; 77.</summary>
    int MaxTokens { get; }

    /// <summary>Encodes one prompt.</summary>
    /// <param name="tokenIds">Ids with begin, end and padding.</param>
    /// <param name="cancellation">Stops the call between two of its operators.</param>
    /// <exception cref="ArgumentException">There are too many ids, or one is outside the vocabulary.</exception>
    TextEmbedding Encode(ReadOnlySpan<int> tokenIds, CancellationToken cancellation = default);
}
