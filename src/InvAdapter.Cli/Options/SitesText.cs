using System.Collections.Immutable;
using System.Globalization;
using InvAdapter.Configuration;

namespace InvAdapter.Cli;

/// <summary>
/// Attention sites on the command line: <c>all</c>, <c>self</c> or <c>cross</c>, and behind <c>@</c> where:
/// levels (0 is the finest) or beginnings of site names, separated by commas. So <c>self@1,2</c> or <c>all@up_blocks.1,mid_block</c>.
/// </summary>
internal static class SitesText
{
    public static SiteFilter? Parse(string text)
    {
        string[] parts = text.Split('@');
        if (parts.Length > 2)
            throw new FormatException("use KIND or KIND@PLACE,PLACE, as in self or self@1,2.");
        SiteFilter kind = parts[0] switch
        {
            "all" => SiteFilter.All,
            "self" => SiteFilter.Self,
            "cross" => SiteFilter.Cross,
            var other => throw new FormatException($"begin with all, self or cross, not '{other}'."),
        };
        return parts.Length == 1 ? kind : kind & Places(parts[1]);
    }

    private static SiteFilter Places(string text)
    {
        string[] places = text.Split(',', StringSplitOptions.TrimEntries);
        ImmutableArray<int> levels = [.. places.Where(IsLevel).Select(place => int.Parse(place, CultureInfo.InvariantCulture))];
        ImmutableArray<string> names = [.. places.Where(place => !IsLevel(place))];
        if (levels.IsEmpty)
            return SiteFilter.Named(names);
        return names.IsEmpty ? SiteFilter.AtLevels(levels) : SiteFilter.AtLevels(levels) | SiteFilter.Named(names);
    }

    private static bool IsLevel(string place) => int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
