using System.Globalization;
using System.Text;
using InvAdapter.Training.Recognition;

namespace InvAdapter.Results;

/// <summary>Scores as a Markdown table.</summary>
internal static class ResultsTable
{
    /// <param name="scores">The rows.</param>
    /// <param name="floor">FACE-SIM of the plain model, from where the way to the ceiling is measured; null where it wasn't drawn, and no way is.</param>
    /// <param name="ceiling">FACE-SIM of true drawings.</param>
    public static string Write(IEnumerable<RowScore> scores, double? floor, double ceiling)
    {
        var text = new StringBuilder();
        text.Append("| | FACE-SIM | of the way | top-1 | loyalty | copying | Fréchet | trained weights | extra at run time | enrolment: calls | ms | an image: ms |\n");
        text.Append("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
        foreach (RowScore score in scores)
        {
            string[] cells =
            [
                score.Name,
                Interval(score.FaceSimilarity),
                floor is { } start ? Number((score.FaceSimilarity.Mean - start) / (ceiling - start), "0.00") : "",
                Interval(score.TopOne),
                Interval(score.Loyalty),
                Interval(score.Copying),
                Number(score.Frechet, "0.000"),
                Count(score.TrainedWeights),
                Count(score.ExtraWeights),
                Number(score.EnrollCalls, "0"),
                Number(score.EnrollMilliseconds, "0"),
                Number(score.ImageMilliseconds, "0"),
            ];
            text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
        }

        return text.ToString();
    }

    /// <summary>FACE-SIM of every prompt by itself.</summary>
    /// <param name="scores">The rows.</param>
    /// <param name="prompts">The prompts, in the scores' order.</param>
    public static string WriteByPrompt(IReadOnlyList<RowScore> scores, IReadOnlyList<string> prompts)
    {
        var text = new StringBuilder();
        text.Append("| |").AppendJoin('|', scores.Select(score => $" {score.Name} ")).Append("|\n| --- |").AppendJoin('|', scores.Select(_ => " --: ")).Append("|\n");
        for (int i = 0; i < prompts.Count; i++)
            text.Append("| ").Append(prompts[i]).Append(" | ").AppendJoin(" | ", scores.Select(score => Number(score.ByPrompt[i], "0.000"))).Append(" |\n");
        return text.ToString();
    }

    private static string Interval(MeanEstimate estimate) => $"{Number(estimate.Mean, "0.000")} ± {Number(estimate.Margin, "0.000")}";

    private static string Count(long weights) => weights == 0 ? "0" : $"{Number(weights / 1e6, "0.00")} M";

    /// <summary>Without the sign of a zero that has one.</summary>
    private static string Number(double value, string format) => (value == 0 ? 0 : value).ToString(format, CultureInfo.InvariantCulture);
}
