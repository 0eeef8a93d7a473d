using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using InvAdapter.FaceWorld;

namespace InvAdapter.Results;

/// <summary>Draws and scores all rows, and writes tables and pictures. A row that was scored before, with the same settings, is not drawn again.</summary>
internal sealed class ResultsRun(ResultSettings settings, string recognizer, string output, TextWriter log)
{
    private const int PeopleOnSheets = 6;

    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public async Task RunAsync(IReadOnlyList<ResultRow> rows, CancellationToken cancellation)
    {
        Directory.CreateDirectory(output);
        using var bench = new Bench(settings, recognizer);
        (RowScore ceiling, RowSamples truth) = bench.Ceiling;
        var scores = new List<RowScore> { ceiling };
        PictureGrid.Write(Path.Combine(output, "true-drawings.png"), ceiling.Name, bench.Cast, truth.Samples, PeopleOnSheets);
        foreach (ResultRow row in rows)
        {
            string path = Path.Combine(output, $"{FileName(row)}.json");
            if (Known(path, row) is not { } score)
            {
                if (settings.WeightsOf(row) is { } weights && !File.Exists(weights))
                {
                    log.WriteLine($"{row.Name}: left out, for there is no {weights}");
                    continue;
                }

                (score, RowSamples samples) = await bench.MeasureAsync(row, cancellation);
                PictureGrid.Write(Path.Combine(output, $"{FileName(row)}.png"), row.Name, bench.Cast, samples.Samples, PeopleOnSheets);
                File.WriteAllText(path, JsonSerializer.Serialize(new Kept(Key(row), score), s_json));
            }

            scores.Add(score);
            log.WriteLine($"{row.Name}: FACE-SIM {score.FaceSimilarity.Mean:0.000}, top-1 {score.TopOne.Mean:0.000}, loyalty {score.Loyalty.Mean:0.000}");
            double? floor = scores.FirstOrDefault(item => item.Name == rows.FirstOrDefault(candidate => candidate.Kind == RowKind.TextOnly)?.Name)?.FaceSimilarity.Mean;
            File.WriteAllText(Path.Combine(output, "table.md"), ResultsTable.Write(scores, floor, scores[0].FaceSimilarity.Mean));
            File.WriteAllText(Path.Combine(output, "by-prompt.md"), ResultsTable.WriteByPrompt(scores, [.. PromptSet.Standard.Select(prompt => prompt.Caption.Text)]));
        }
    }

    private static string FileName(ResultRow row) =>
        string.Concat(row.Name.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')).Trim('-');

    private string Key(ResultRow row) => $"{row} {settings.Steps} {settings.Guidance} {string.Join(',', settings.Seeds)} {settings.People} {Stamp(row)}";

    /// <summary>What is in the trained file: a row is drawn again for another one.</summary>
    private string Stamp(ResultRow row) =>
        settings.WeightsOf(row) is { } weights && File.Exists(weights) ? Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(weights))) : "";

    private RowScore? Known(string path, ResultRow row) =>
        File.Exists(path) && JsonSerializer.Deserialize<Kept>(File.ReadAllText(path), s_json) is { } kept && kept.Key == Key(row) && kept.Score.ByPrompt is not null ? kept.Score : null;

    private sealed record Kept(string Key, RowScore Score);
}
