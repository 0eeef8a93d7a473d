namespace InvAdapter.Models;

/// <summary>One question to the UNet: what is the noise in these latents?</summary>
public sealed class NoiseQuery
{
    /// <summary>Latents z [B,C,h,w].</summary>
    public required Latents Latents { get; init; }

    /// <summary>Training timestep, the same for the whole batch.</summary>
    public required int Timestep { get; init; }

    /// <summary>The prompt, the same for the whole batch.</summary>
    public required TextEmbedding Text { get; init; }

    /// <summary>An identity to feed back, or null for the plain network.</summary>
    public IdentityTokens? Identity { get; init; }

    /// <summary>Features to capture, or null for none.</summary>
    public FeatureCapture? Capture { get; init; }
}
