namespace InvAdapter.Models;

/// <summary>The network as samplers and inverters see it: everything but latents and timestep is decided.</summary>
public interface IDenoiser
{
    /// <summary>Asks once.</summary>
    /// <param name="z">Latents [B,C,h,w].</param>
    /// <param name="timestep">Training timestep.</param>
    /// <param name="prediction">Receives the raw prediction, as large as <paramref name="z"/>.</param>
    /// <param name="cancellation">Stops the call.</param>
    void Predict(Latents z, int timestep, Latents prediction, CancellationToken cancellation = default);
}
