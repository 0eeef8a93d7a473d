using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace InvAdapter.Benchmarks.Reports;

/// <summary>Several ways to do one thing, with their times.</summary>
/// <param name="Title">What is compared.</param>
/// <param name="Variants">The ways; the first is what the others are compared with.</param>
internal sealed record ComparisonResult(string Title, ImmutableArray<VariantResult> Variants)
{
    public string ToMarkdown()
    {
        var text = new StringBuilder($"| {Title} | median, ms | least | most | ratio | |\n| --- | --: | --: | --: | --: | --- |\n");
        foreach (VariantResult variant in Variants)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"| {variant.Name} | {variant.MedianMs:F2} | {variant.LeastMs:F2} | {variant.MostMs:F2} | {variant.Ratio:F2} | {variant.Note} |\n");
        }

        return text.ToString();
    }
}

/// <summary>One way's times in milliseconds.</summary>
/// <param name="Name">Its name.</param>
/// <param name="MedianMs">The middle one.</param>
/// <param name="LeastMs">The shortest.</param>
/// <param name="MostMs">The longest.</param>
/// <param name="Ratio">Median over the first way's median.</param>
/// <param name="Note">What came of it beside the time; may be empty.</param>
internal sealed record VariantResult(string Name, double MedianMs, double LeastMs, double MostMs, double Ratio, string Note);
