using System.Diagnostics;
using InvAdapter.Adapters;
using InvAdapter.Features;
using InvAdapter.FaceWorld;
using InvAdapter.Weights;

namespace InvAdapter.Results;

/// <summary>Draws with the library as an application would.</summary>
internal sealed class PipelineDrawer : IDrawer
{
    public async Task<RowSamples> DrawAsync(ResultRow row, Cast cast, IReadOnlyList<Prompt> prompts, ResultSettings settings, CancellationToken cancellation)
    {
        string? adapter = settings.WeightsOf(row);
        await using InvAdapterPipeline pipeline = await InvAdapterPipeline.LoadAsync(settings.Model, new PipelineOptions { AdapterPath = adapter }, cancellation);
        var samples = new List<Sample>();
        (double calls, var enrolling, var drawing) = (0, new Stopwatch(), new Stopwatch());
        for (int person = 0; person < cast.People; person++)
        {
            enrolling.Start();
            using Identity? identity = row.Kind == RowKind.TextOnly
                ? null
                : await pipeline.EnrollAsync(cast.References[person].Image, row.Enrollment(settings.Steps), cancellation: cancellation);
            enrolling.Stop();
            calls += identity?.Origin.UNetCalls ?? 0;
            foreach (Prompt prompt in prompts)
            {
                GenerationRequest request = Request(row, prompt, identity, settings);
                drawing.Start();
                GenerationResult result = await pipeline.GenerateAsync(request, cancellation: cancellation);
                drawing.Stop();
                samples.AddRange(result.Images.Select(image => new Sample(person, prompt, image.Seed, image.Image)));
            }
        }

        long weights = adapter is null ? 0 : CountWeights(adapter);
        return new RowSamples(
            samples,
            weights,
            weights,
            calls / cast.People,
            row.Kind == RowKind.TextOnly ? 0 : enrolling.Elapsed.TotalMilliseconds / cast.People,
            drawing.Elapsed.TotalMilliseconds / samples.Count);
    }

    private static GenerationRequest Request(ResultRow row, Prompt prompt, Identity? identity, ResultSettings settings) => new(prompt.Caption.Text)
    {
        Identity = identity,
        Sampler = row.Sampler,
        Steps = row.Steps ?? settings.Steps,
        GuidanceScale = row.Guidance ?? settings.Guidance,
        Seeds = settings.Seeds,
        BatchSize = settings.Seeds.Length,
        Strength = StrengthSchedule.Constant(row.Strength) with { End = row.StrengthEnd },
        Fusion = row.Fusion,
    };

    private static long CountWeights(string path)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        return file.Tensors.Values.Sum(tensor => tensor.ElementCount);
    }
}
