namespace InvAdapter.Models;

/// <summary>The network under one prompt, without guidance. The empty prompt is what inversion uses.</summary>
/// <param name="predictor">The UNet; borrowed.</param>
/// <param name="text">The prompt.</param>
public sealed class PromptedDenoiser(INoisePredictor predictor, TextEmbedding text) : IDenoiser
{
    /// <inheritdoc/>
    public void Predict(Latents z, int timestep, Latents prediction, CancellationToken cancellation = default) =>
        predictor.Predict(new NoiseQuery { Latents = z, Timestep = timestep, Text = text }, prediction, cancellation);
}
