using InvAdapter.FaceWorld;
using InvAdapter.Imaging;

namespace InvAdapter.Results;

/// <summary>One result.</summary>
/// <param name="Person">Whom it should show.</param>
/// <param name="Prompt">What it should show.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Image">The picture.</param>
internal sealed record Sample(int Person, Prompt Prompt, long Seed, PixelBuffer Image);
