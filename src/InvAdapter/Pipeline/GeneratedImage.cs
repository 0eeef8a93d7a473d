using InvAdapter.Imaging;
using InvAdapter.Models;

namespace InvAdapter;

/// <summary>One result.</summary>
/// <param name="Image">The picture.</param>
/// <param name="Seed">The seed that it came from.</param>
/// <param name="Latents">Its latents [1,4,h,w], for further work.</param>
public sealed record GeneratedImage(PixelBuffer Image, long Seed, Latents Latents);
