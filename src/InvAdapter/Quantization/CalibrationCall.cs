using InvAdapter.Models;

namespace InvAdapter.Quantization;

/// <summary>One call of the float32 UNet: what it was asked, and what it said.</summary>
internal sealed record CalibrationCall(NoiseQuery Query, Latents Prediction);
