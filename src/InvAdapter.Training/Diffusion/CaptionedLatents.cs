using InvAdapter.Models;
using InvAdapter.Training.Corpora;
using static TorchSharp.torch;

namespace InvAdapter.Training.Diffusion;

/// <summary>Some images' latents, and their prompts as token ids.</summary>
/// <param name="Latents">[count,C,h,w].</param>
/// <param name="TokenIds">[count, prompt length].</param>
/// <param name="Count">How many.</param>
/// <param name="Shape">Shape of one image's latents.</param>
internal sealed record CaptionedLatents(float[] Latents, long[] TokenIds, int Count, LatentShape Shape)
{
    public static CaptionedLatents Read(LatentCorpus corpus, ClipTokenizer tokenizer, ReadOnlySpan<int> indices)
    {
        var ids = new long[indices.Length * tokenizer.Length];
        for (int i = 0; i < indices.Length; i++)
            Tokenize(tokenizer, corpus.Caption(indices[i]), ids.AsSpan(i * tokenizer.Length, tokenizer.Length));
        return new CaptionedLatents(corpus.Read(indices), ids, indices.Length, corpus.Shape);
    }

    public Tensor LatentTensor() => tensor(Latents, [Count, Shape.Channels, Shape.Height, Shape.Width]);

    /// <summary>Token ids [count, length], of which some rows, drawn at random, are the empty prompt's.</summary>
    public Tensor TokenTensor(Tensor emptyPrompt, double dropout)
    {
        Tensor ids = tensor(TokenIds, [Count, TokenIds.Length / Count]);
        return dropout == 0 ? ids : where(rand([Count, 1]) < dropout, emptyPrompt, ids);
    }

    /// <summary>The empty prompt's token ids, [1, length].</summary>
    public static Tensor EmptyPrompt(ClipTokenizer tokenizer)
    {
        var ids = new long[tokenizer.Length];
        Tokenize(tokenizer, "", ids);
        return tensor(ids, [1, ids.Length]);
    }

    private static void Tokenize(ClipTokenizer tokenizer, string text, Span<long> ids)
    {
        TokenizedPrompt prompt = tokenizer.Tokenize(text);
        for (int i = 0; i < ids.Length; i++)
            ids[i] = prompt.Ids[i];
    }
}
