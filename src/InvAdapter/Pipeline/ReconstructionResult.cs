using InvAdapter.Imaging;
using InvAdapter.Inversion;

namespace InvAdapter;

/// <summary>An image that was inverted and drawn again: what the inversion keeps of it.</summary>
/// <param name="Image">Drawn from z_T.</param>
/// <param name="RoundTrip">Through the autoencoder only: the best that any inversion can reach.</param>
/// <param name="LatentError">Root mean square between the image's latents and those drawn again. Latents have about unit variance.</param>
/// <param name="Psnr">Peak signal-to-noise ratio of <paramref name="Image"/> against <paramref name="RoundTrip"/>, in decibels; infinite where they are equal.</param>
/// <param name="Inversion">The inversion's trajectory, calls and residuals.</param>
/// <param name="UNetCalls">UNet calls in all, there and back.</param>
/// <param name="Elapsed">Time that it took.</param>
public sealed record ReconstructionResult(
    PixelBuffer Image,
    PixelBuffer RoundTrip,
    double LatentError,
    double Psnr,
    InversionResult Inversion,
    int UNetCalls,
    TimeSpan Elapsed);
