namespace InvAdapter.Models;

/// <summary>A prompt as the UNet reads it: hidden states [T,D] of the text encoder, float32.</summary>
public sealed class TextEmbedding
{
    private readonly float[] _values;

    /// <summary>Wraps hidden states without copying them.</summary>
    /// <param name="tokens">Number of tokens T; 77.</param>
    /// <param name="width">Width D; 768 in SD 1.x, 1024 in SD 2.x.</param>
    /// <param name="values">The hidden states, token by token.</param>
    /// <exception cref="ArgumentException">There are not T·D values.</exception>
    public TextEmbedding(int tokens, int width, float[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (tokens < 1 || width < 1 || values.Length != (long)tokens * width)
            throw new ArgumentException($"An embedding of {tokens} tokens of width {width} can't hold {values.Length} values.", nameof(values));
        Tokens = tokens;
        Width = width;
        _values = values;
    }

    /// <summary>Number of tokens T.</summary>
    public int Tokens { get; }

    /// <summary>Width D of a token.</summary>
    public int Width { get; }

    /// <summary>The hidden states, token by token.</summary>
    public ReadOnlySpan<float> Values => _values;
}
