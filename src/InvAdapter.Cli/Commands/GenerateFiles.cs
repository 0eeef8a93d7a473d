using System.Collections.Immutable;

namespace InvAdapter.Cli;

/// <summary>The files of one <c>generate</c> call. All that will be written can be written when this is made.</summary>
internal sealed class GenerateFiles
{
    private readonly OutputPattern _pattern;

    public GenerateFiles(string output, string? photo, string? identity, string? sheet, ImmutableArray<long> seeds)
    {
        (Photo, Identity, Sheet) = (photo, identity, sheet);
        _pattern = new OutputPattern(output, seeds.Length > 1);
        OutputFile.RequireImage("--out", _pattern.PathOf(seeds[0]));
        if (sheet is not null)
            OutputFile.RequireImage("--sheet", sheet);
        OutputFile.RequireDifferent([("--image", photo), ("--identity", identity), ("--sheet", sheet), .. seeds.Select(seed => ("--out", (string?)_pattern.PathOf(seed)))]);
    }

    /// <summary>The reference photo; null for none.</summary>
    public string? Photo { get; }

    /// <summary>The identity file; null for none.</summary>
    public string? Identity { get; }

    /// <summary>The contact sheet; null for none.</summary>
    public string? Sheet { get; }

    /// <summary>The image of one seed.</summary>
    public string Image(long seed) => _pattern.PathOf(seed);
}
