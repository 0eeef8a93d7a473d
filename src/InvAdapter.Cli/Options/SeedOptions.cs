using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;

namespace InvAdapter.Cli;

/// <summary>Options that choose seeds: some numbers, or one and how many from there.</summary>
internal sealed class SeedOptions
{
    private const int MostImages = 10_000;

    private readonly Option<long[]> _seed = new("--seed")
    {
        Description = "Seeds, an image each. The same seed gives the same image. Default: 0.",
        HelpName = "N...",
        AllowMultipleArgumentsPerToken = true,
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<int?> _count = OptionOf.Whole("--count", "How many images: that many seeds, from --seed on.");

    public SeedOptions() => _seed.CustomParser = result =>
    {
        long[] seeds = new long[result.Tokens.Count];
        for (int i = 0; i < seeds.Length; i++)
        {
            if (!long.TryParse(result.Tokens[i].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out seeds[i]))
                result.AddError($"--seed {result.Tokens[i].Value}: give whole numbers.");
        }

        return seeds;
    };

    public Option[] All => [_seed, _count];

    /// <summary>The chosen seeds, each once.</summary>
    public ImmutableArray<long> Read(ParseResult parse)
    {
        long[] seeds = parse.GetValue(_seed) is { Length: > 0 } given ? given : [0];
        if (seeds.GroupBy(seed => seed).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new UsageException($"--seed {twice.Key} comes twice, and would give the same image.");
        if (parse.GetValue(_count) is not { } count)
            return [.. seeds];
        if (seeds.Length > 1)
            throw new UsageException($"--count goes with one --seed, the first of its images; {seeds.Length} seeds came.");
        if (count is < 1 or > MostImages)
            throw new UsageException($"--count {count}: use 1 to {MostImages}.");
        return [.. Enumerable.Range(0, count).Select(i => unchecked(seeds[0] + i))];
    }
}
