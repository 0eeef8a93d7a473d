namespace InvAdapter.Models;

/// <summary>Size of a batch of latents.</summary>
/// <param name="Batch">Images, 1 or more.</param>
/// <param name="Channels">Channels; 4 for Stable Diffusion.</param>
/// <param name="Height">Height in latents: an eighth of the image's.</param>
/// <param name="Width">Width in latents.</param>
public readonly record struct LatentShape(int Batch, int Channels, int Height, int Width)
{
    /// <summary>Values in one image's latents.</summary>
    public int SampleLength => checked(Channels * Height * Width);

    /// <summary>Values in all.</summary>
    public int Length => checked(Batch * SampleLength);

    /// <inheritdoc/>
    public override string ToString() => $"[{Batch},{Channels},{Height},{Width}]";
}
