using InvAdapter.Models;

namespace InvAdapter;

/// <summary>Prompts to what the UNet reads.</summary>
internal static class Prompts
{
    public static (TokenizedPrompt Tokens, TextEmbedding Embedding) Encode(PipelineParts parts, string prompt, CancellationToken cancellation)
    {
        TokenizedPrompt tokens = parts.Tokenizer.Tokenize(prompt);
        return (tokens, parts.TextEncoder.Encode(tokens.Ids.AsSpan(), cancellation));
    }
}
