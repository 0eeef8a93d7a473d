using System.Collections.Immutable;
using InvAdapter.Models;

namespace InvAdapter;

/// <summary>What a generation made.</summary>
/// <param name="Images">One image a seed, in the seeds' order.</param>
/// <param name="Prompt">The prompt as the model read it; says whether and where it was cut.</param>
/// <param name="NegativePrompt">The negative prompt as the model read it; null without guidance.</param>
/// <param name="UNetCalls">UNet calls that were made.</param>
/// <param name="Elapsed">Time that it took.</param>
public sealed record GenerationResult(
    ImmutableArray<GeneratedImage> Images,
    TokenizedPrompt Prompt,
    TokenizedPrompt? NegativePrompt,
    int UNetCalls,
    TimeSpan Elapsed);
