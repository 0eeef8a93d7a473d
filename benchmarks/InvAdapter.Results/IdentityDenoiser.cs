using InvAdapter.Models;

namespace InvAdapter.Results;

/// <summary>Guided denoising with identity tokens that don't depend on the timestep: what the IP-Adapter baseline runs on.</summary>
/// <param name="network">The base model's UNet.</param>
/// <param name="prompt">The prompt.</param>
/// <param name="negative">The empty prompt.</param>
/// <param name="identity">The identity, on the prompted branch.</param>
/// <param name="scale">Guidance scale.</param>
internal sealed class IdentityDenoiser(INoisePredictor network, TextEmbedding prompt, TextEmbedding negative, IdentityTokens identity, double scale) : IDenoiser
{
    private Latents? _without;

    public void Predict(Latents z, int timestep, Latents prediction, CancellationToken cancellation = default)
    {
        if (_without?.Shape != z.Shape)
            _without = new Latents(z.Shape);
        network.Predict(new NoiseQuery { Latents = z, Timestep = timestep, Text = prompt, Identity = identity }, prediction, cancellation);
        network.Predict(new NoiseQuery { Latents = z, Timestep = timestep, Text = negative }, _without, cancellation);
        GuidedDenoiser.Guide(_without.Values, prediction.Values, (float)scale);
    }
}
