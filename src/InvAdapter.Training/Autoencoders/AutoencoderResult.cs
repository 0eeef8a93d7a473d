namespace InvAdapter.Training.Autoencoders;

/// <summary>What a finished autoencoder is like.</summary>
/// <param name="Folder">Its <c>vae</c> folder.</param>
/// <param name="ScalingFactor">One over the standard deviation of the latents of training images.</param>
/// <param name="Psnr">Peak signal-to-noise ratio of images that it was not trained on, encoded to their means and decoded; in dB.</param>
public sealed record AutoencoderResult(string Folder, double ScalingFactor, double Psnr);
