using System.Collections.Immutable;

namespace InvAdapter.Configuration;

/// <summary>Chooses attention sites. Filters are combined with <c>&amp;</c> and <c>|</c>.</summary>
public sealed class SiteFilter
{
    private readonly Func<AttentionSite, bool> _includes;
    private readonly string _text;

    private SiteFilter(string text, Func<AttentionSite, bool> includes)
    {
        _text = text;
        _includes = includes;
    }

    /// <summary>Every site.</summary>
    public static SiteFilter All { get; } = new("all", _ => true);

    /// <summary>Self-attention only.</summary>
    public static SiteFilter Self { get; } = new("self", site => site.Kind == AttentionKind.Self);

    /// <summary>Cross-attention only.</summary>
    public static SiteFilter Cross { get; } = new("cross", site => site.Kind == AttentionKind.Cross);

    /// <summary>Sites at some resolutions.</summary>
    /// <param name="levels">How often the latents are halved there: 0 is the finest, 3 the coarsest of SD 1.5.</param>
    public static SiteFilter AtLevels(params ImmutableArray<int> levels) =>
        levels.IsDefaultOrEmpty || levels.Any(level => level < 0)
            ? throw new ArgumentException("Name at least one level, 0 or more.", nameof(levels))
            : new($"level {string.Join('/', levels)}", site => levels.Contains(site.Level));

    /// <summary>Sites by name.</summary>
    /// <param name="prefixes">Beginnings of site names, as in <c>up_blocks.1</c>; whole path segments are compared.</param>
    public static SiteFilter Named(params ImmutableArray<string> prefixes) =>
        prefixes.IsDefaultOrEmpty || prefixes.Any(string.IsNullOrWhiteSpace)
            ? throw new ArgumentException("Give at least one name.", nameof(prefixes))
            : new(string.Join('/', prefixes), site => prefixes.Any(prefix => site.Name == prefix || site.Name.StartsWith(prefix.TrimEnd('.') + '.', StringComparison.Ordinal)));

    /// <summary>Sites that both filters choose.</summary>
    public static SiteFilter operator &(SiteFilter left, SiteFilter right) =>
        new($"({left} & {right})", site => left.Includes(site) && right.Includes(site));

    /// <summary>Sites that either filter chooses.</summary>
    public static SiteFilter operator |(SiteFilter left, SiteFilter right) =>
        new($"({left} | {right})", site => left.Includes(site) || right.Includes(site));

    /// <summary>The same as <c>&amp;</c>.</summary>
    public static SiteFilter BitwiseAnd(SiteFilter left, SiteFilter right) => left & right;

    /// <summary>The same as <c>|</c>.</summary>
    public static SiteFilter BitwiseOr(SiteFilter left, SiteFilter right) => left | right;

    /// <summary>Whether a site is chosen.</summary>
    public bool Includes(AttentionSite site) => _includes(site);

    /// <summary>The chosen ones among some sites, in their order.</summary>
    public ImmutableArray<AttentionSite> Of(IEnumerable<AttentionSite> sites) => [.. sites.Where(Includes)];

    /// <inheritdoc/>
    public override string ToString() => _text;
}
