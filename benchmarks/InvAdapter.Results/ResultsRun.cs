using System.Text.Json;
using System.Text.Json.Serialization;
using InvAdapter.FaceWorld;
using InvAdapter.Imaging;

namespace InvAdapter.Results;

/// <summary>Draws and scores all rows, and writes tables and pictures. A row that was scored before, with the same settings, is not drawn again.</summary>
internal sealed class ResultsRun(ResultSettings settings, string recognizer, string output, int people, TextWriter log)
{
    private const int PeopleOnSheets = 6;

    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public async Task RunAsync(IReadOnlyList<ResultRow> rows, CancellationToken cancellation)
    {
        Directory.CreateDirectory(output);
        IReadOnlyList<Prompt> prompts = PromptSet.Standard;
        using var codec = new RoundTrip(settings.Model);
        using var cast = new Cast(people, Models.ModelFolder.Open(settings.Model) is var folder ? folder.UNet.SampleSize * folder.Autoencoder.Downscale : 0);
        using var judge = new Judge(recognizer);
        PixelBuffer[] references = [.. cast.References.Select(reference => codec.Through(reference.Image))];
        var ceiling = new ResultRow("true drawings (the ceiling)", RowKind.Drawn);
        RowSamples truth = await new TruthDrawer().DrawAsync(ceiling, cast, prompts, settings, cancellation);
        using var scorer = new Scorer(judge, cast, references, truth);

        var scores = new List<RowScore> { scorer.Score(ceiling, truth) };
        PictureGrid.Write(Path.Combine(output, "true-drawings.png"), ceiling.Name, cast, truth.Samples, PeopleOnSheets);
        foreach (ResultRow row in rows)
        {
            string path = Path.Combine(output, $"{FileName(row)}.json");
            if (Known(path, row) is not { } score)
            {
                if (row.Weights is { } weights && !File.Exists(Path.Combine(settings.Runs, weights)))
                {
                    log.WriteLine($"{row.Name}: left out, for there is no {weights}");
                    continue;
                }

                RowSamples samples = await Drawer(row.Kind).DrawAsync(row, cast, prompts, settings, cancellation);
                score = scorer.Score(row, samples);
                PictureGrid.Write(Path.Combine(output, $"{FileName(row)}.png"), row.Name, cast, samples.Samples, PeopleOnSheets);
                File.WriteAllText(path, JsonSerializer.Serialize(new Kept(Key(row), score), s_json));
            }

            scores.Add(score);
            log.WriteLine($"{row.Name}: FACE-SIM {score.FaceSimilarity.Mean:0.000}, top-1 {score.TopOne.Mean:0.000}, loyalty {score.Loyalty.Mean:0.000}");
            double floor = scores.FirstOrDefault(item => item.Name == rows.FirstOrDefault(candidate => candidate.Kind == RowKind.TextOnly)?.Name)?.FaceSimilarity.Mean ?? 0;
            File.WriteAllText(Path.Combine(output, "table.md"), ResultsTable.Write(scores, floor, scores[0].FaceSimilarity.Mean));
        }
    }

    private static IDrawer Drawer(RowKind kind) => kind switch
    {
        RowKind.Drawn => new TruthDrawer(),
        RowKind.IpAdapter => new IpAdapterDrawer(),
        _ => new PipelineDrawer(),
    };

    private static string FileName(ResultRow row) =>
        string.Concat(row.Name.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')).Trim('-');

    private string Key(ResultRow row) => $"{row} {settings.Steps} {settings.Guidance} {string.Join(',', settings.Seeds)} {people} {Stamp(row)}";

    /// <summary>When the trained file was written: a row is drawn again for another one.</summary>
    private string Stamp(ResultRow row) => row.Weights is { } weights && new FileInfo(Path.Combine(settings.Runs, weights)) is { Exists: true } file ? $"{file.LastWriteTimeUtc:O}" : "";

    private RowScore? Known(string path, ResultRow row) =>
        File.Exists(path) && JsonSerializer.Deserialize<Kept>(File.ReadAllText(path), s_json) is { } kept && kept.Key == Key(row) ? kept.Score : null;

    private sealed record Kept(string Key, RowScore Score);
}
