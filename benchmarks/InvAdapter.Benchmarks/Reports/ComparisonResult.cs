using System.Collections.Immutable;

namespace InvAdapter.Benchmarks.Reports;

/// <summary>Several ways to do one thing, with their times.</summary>
/// <param name="Title">What is compared.</param>
/// <param name="Variants">The ways; the first is what the others are compared with.</param>
internal sealed record ComparisonResult(string Title, ImmutableArray<VariantResult> Variants);

/// <summary>One way's times in milliseconds.</summary>
/// <param name="Name">Its name.</param>
/// <param name="MedianMs">The middle one.</param>
/// <param name="LeastMs">The shortest.</param>
/// <param name="MostMs">The longest.</param>
/// <param name="Ratio">Median over the first way's median.</param>
/// <param name="Note">What came of it beside the time; may be empty.</param>
internal sealed record VariantResult(string Name, double MedianMs, double LeastMs, double MostMs, double Ratio, string Note);
