using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;

namespace InvAdapter.Training.Cli;

/// <summary>Options that take whole numbers with commas between them.</summary>
internal static class NumberList
{
    public static Option<string> Option(string name, string description, ImmutableArray<int> value) => new(name)
    {
        Description = description,
        HelpName = "N,N,...",
        DefaultValueFactory = _ => string.Join(',', value),
    };

    public static ImmutableArray<int> Read(ParseResult parse, Option<string> option)
    {
        string text = parse.GetValue(option)!;
        return [.. text.Split(',').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new ArgumentException($"{option.Name} {text}: give whole numbers with commas between them."))];
    }
}
