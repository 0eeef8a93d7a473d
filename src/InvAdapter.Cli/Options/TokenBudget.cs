using System.CommandLine;

namespace InvAdapter.Cli;

/// <summary>A token budget on the command line: a number, or <c>all</c>.</summary>
/// <param name="Most">The most tokens of a site; null for all.</param>
internal readonly record struct TokenBudget(int? Most)
{
    /// <summary>The most tokens that the line asks for, or the library's default; null for all.</summary>
    public static int? Read(ParseResult parse, Option<TokenBudget?> option) =>
        parse.GetValue(option) is { } budget ? budget.Most : EnrollmentOptions.DefaultTokenBudget;

    public static TokenBudget? Parse(string text)
    {
        const string Wanted = "give a number of 1 or more, or all.";
        if (text == "all")
            return new TokenBudget(null);
        int most = OptionOf.WholeNumber(text, Wanted);
        return most >= 1 ? new TokenBudget(most) : throw new FormatException(Wanted);
    }
}
