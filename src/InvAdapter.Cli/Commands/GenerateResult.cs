using System.Text.Json.Serialization;

namespace InvAdapter.Cli;

/// <summary>What <c>generate</c> made.</summary>
/// <param name="Images">The images, in the seeds' order.</param>
/// <param name="Sheet">Path of the contact sheet, where one was asked for.</param>
/// <param name="Prompt">The prompt as the model read it.</param>
/// <param name="Negative">The negative prompt as the model read it, where it had an effect.</param>
/// <param name="Model">Fingerprint of the model, as the identity has it; null without one.</param>
/// <param name="UNetCalls">UNet calls of the images.</param>
/// <param name="Seconds">Time that the images took.</param>
internal sealed record GenerateResult(
    IReadOnlyList<GenerateResult.Written> Images,
    string? Sheet,
    GenerateResult.PromptFacts Prompt,
    GenerateResult.PromptFacts? Negative,
    string? Model,
    [property: JsonPropertyName("unetCalls")] int UNetCalls,
    double Seconds) : CommandResult
{
    /// <summary>A path a line, so that other programs can read them.</summary>
    public override void WriteText(TextWriter output)
    {
        foreach (Written image in Images)
            output.WriteLine(image.Path);
        if (Sheet is not null)
            output.WriteLine(Sheet);
    }

    /// <summary>One image that was written.</summary>
    internal sealed record Written(string Path, long Seed, int Width, int Height);

    /// <summary>A prompt, and what of it the model didn't read.</summary>
    internal sealed record PromptFacts(string Text, int Tokens, string CutText)
    {
        /// <summary>Whether it was too long.</summary>
        [JsonInclude]
        public bool IsTruncated => CutText.Length > 0;
    }
}
