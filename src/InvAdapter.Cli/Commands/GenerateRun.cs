using InvAdapter.Imaging;
using InvAdapter.Models;
using InvAdapter.Skia;

namespace InvAdapter.Cli;

/// <summary>Draws and writes the images of one <c>generate</c> call, a batch at a time, so that what is done is kept when the rest is stopped.</summary>
internal sealed class GenerateRun(CliSession session, IInvAdapterPipeline pipeline, GenerationRequest request, GenerateFiles files, PixelBuffer? reference)
{
    private readonly List<GeneratedImage> _images = [];

    public async Task<GenerateResult> RunAsync(CancellationToken cancellation)
    {
        List<GenerationResult> results = await session.ShowAsync("generating", progress => DrawAsync(progress, cancellation));
        TokenizedPrompt prompt = results[0].Prompt;
        TokenizedPrompt? negative = results[0].NegativePrompt;
        WarnOfCut("--prompt", prompt);
        WarnOfCut("--negative", negative);
        if (request.NegativePrompt.Length > 0 && negative is null)
            session.Warn("--negative has no effect without guidance (--guidance 1).");
        if (files.Sheet is not null)
            await WriteSheetAsync(files.Sheet, cancellation);
        return new GenerateResult(
            [.. _images.Select(image => new GenerateResult.Written(files.Image(image.Seed), image.Seed, image.Image.Width, image.Image.Height))],
            files.Sheet,
            new GenerateResult.PromptFacts(request.Prompt, prompt.TokenCount, prompt.CutText),
            request.NegativePrompt.Length == 0 || negative is null ? null : new(request.NegativePrompt, negative.TokenCount, negative.CutText),
            request.Identity?.Origin.Model,
            results.Sum(result => result.UNetCalls),
            results.Sum(result => result.Elapsed.TotalSeconds));
    }

    private async Task<List<GenerationResult>> DrawAsync(IProgress<PipelineProgress> progress, CancellationToken cancellation)
    {
        var results = new List<GenerationResult>();
        long[][] batches = [.. request.Seeds.Chunk(request.BatchSize)];
        for (int i = 0; i < batches.Length; i++)
        {
            var partial = new PartialProgress(progress, i, batches.Length, _images.Count, request.Seeds.Length);
            GenerationResult result = await pipeline.GenerateAsync(request with { Seeds = [.. batches[i]] }, partial, cancellation);
            cancellation.ThrowIfCancellationRequested();
            foreach (GeneratedImage image in result.Images)
                ImageFile.Write(files.Image(image.Seed), image.Image);
            _images.AddRange(result.Images);
            results.Add(result);
        }

        return results;
    }

    private async Task WriteSheetAsync(string path, CancellationToken cancellation)
    {
        var inputs = new List<(PixelBuffer, string)>();
        if (reference is not null)
            inputs.Add((reference, "reference"));
        if (request.Identity is { Inversion.Trajectory.Steps: > 0 } identity)
        {
            ReconstructionResult again = await session.ShowAsync("reconstructing the reference", progress => pipeline.ReconstructAsync(identity, progress, cancellation));
            inputs.Add((again.Image, "reconstruction"));
        }

        ImageFile.Write(path, ResultSheet.Render(request.Prompt, inputs, [.. _images.Select(image => (image.Image, $"seed {image.Seed}"))]));
    }

    private void WarnOfCut(string option, TokenizedPrompt? prompt)
    {
        if (prompt is { IsTruncated: true })
            session.Warn($"{option} is too long for the model, which has not read: {prompt.CutText}");
    }
}
