using System.Collections.Immutable;

namespace InvAdapter.Models;

/// <summary>A prompt as the text encoder takes it.</summary>
public sealed class TokenizedPrompt
{
    internal TokenizedPrompt(ImmutableArray<int> ids, int tokenCount, string cutText)
    {
        Ids = ids;
        TokenCount = tokenCount;
        CutText = cutText;
    }

    /// <summary>Token ids, always as many as the tokenizer's <see cref="ClipTokenizer.Length"/> (77): begin, the prompt's tokens, end, padding.</summary>
    public ImmutableArray<int> Ids { get; }

    /// <summary>How many of <see cref="Ids"/> are the prompt's own, without begin, end and padding: 0 to 75.</summary>
    public int TokenCount { get; }

    /// <summary>Whether the prompt was too long and lost its tail.</summary>
    public bool IsTruncated => CutText.Length > 0;

    /// <summary>The tail that did not fit, lower-cased and with single spaces, or an empty string. It begins in the middle of a word where the cut did.</summary>
    public string CutText { get; }
}
