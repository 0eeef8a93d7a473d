namespace InvAdapter.Models;

/// <summary>The network under one prompt, without guidance. The empty prompt is what inversion uses.</summary>
/// <param name="predictor">The UNet; borrowed.</param>
/// <param name="text">The prompt.</param>
/// <param name="identity">An identity that is the same at every timestep; borrowed. Null for the plain network.</param>
public sealed class PromptedDenoiser(INoisePredictor predictor, TextEmbedding text, IdentityTokens? identity = null) : IDenoiser
{
    /// <inheritdoc/>
    public void Predict(Latents z, int timestep, Latents prediction, CancellationToken cancellation = default) =>
        predictor.Predict(new NoiseQuery { Latents = z, Timestep = timestep, Text = text, Identity = identity }, prediction, cancellation);
}
