namespace InvAdapter.Cli;

/// <summary>A token budget on the command line: a number, or <c>all</c>.</summary>
/// <param name="Most">The most tokens of a site; null for all.</param>
internal readonly record struct TokenBudget(int? Most)
{
    public static TokenBudget Default { get; } = new(EnrollmentOptions.DefaultTokenBudget);

    public static TokenBudget? Parse(string text)
    {
        const string Wanted = "give a number of 1 or more, or all.";
        if (text == "all")
            return new TokenBudget(null);
        int most = OptionOf.WholeNumber(text, Wanted);
        return most >= 1 ? new TokenBudget(most) : throw new FormatException(Wanted);
    }
}
