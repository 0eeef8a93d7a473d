using System.CommandLine;
using System.Globalization;

namespace InvAdapter.Cli;

/// <summary>Makes options whose errors say the option, what came, and what is wanted.</summary>
internal static class OptionOf
{
    /// <summary>Anything that <paramref name="parse"/> takes; it refuses with a <see cref="FormatException"/> or <see cref="ArgumentException"/>.</summary>
    public static Option<T> Text<T>(string name, string description, string helpName, Func<string, T> parse) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            try
            {
                return parse(text);
            }
            catch (Exception error) when (error is FormatException or ArgumentException)
            {
                result.AddError($"{name} {text}: {FirstSentence(error.Message)}");
                return default!;
            }
        },
    };

    /// <summary>Text as it is.</summary>
    public static Option<string?> Text(string name, string description, string helpName) => Text<string?>(
        name, description, helpName, text => text.Length > 0 ? text : throw new FormatException("it is empty."));

    /// <summary>A whole number.</summary>
    public static Option<int?> Whole(string name, string description) => Text<int?>(
        name,
        description,
        "N",
        text => WholeNumber(text, "give a whole number."));

    /// <summary>A number with a decimal point.</summary>
    public static Option<double?> Real(string name, string description) => Text<double?>(name, description, "X", text => Number(text));

    /// <summary>One value or more, each of which <paramref name="parse"/> takes or refuses with a <see cref="FormatException"/>.</summary>
    public static Option<T[]> Several<T>(string name, string description, string helpName, Func<string, T> parse) => new(name)
    {
        Description = description,
        HelpName = helpName,
        AllowMultipleArgumentsPerToken = true,
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result =>
        {
            var values = new List<T>();
            foreach (string text in result.Tokens.Select(token => token.Value))
            {
                try
                {
                    values.Add(parse(text));
                }
                catch (FormatException error)
                {
                    result.AddError($"{name} {text}: {error.Message}");
                }
            }

            return [.. values];
        },
    };

    /// <summary>One of a few words.</summary>
    public static Option<T?> Choice<T>(string name, string description, params (string Name, T Value)[] choices)
        where T : struct
    {
        string names = string.Join('|', choices.Select(choice => choice.Name));
        Option<T?> option = Text<T?>(name, description, names, Find);
        option.CompletionSources.Add(_ => choices.Select(choice => new System.CommandLine.Completions.CompletionItem(choice.Name)));
        return option;

        T? Find(string text)
        {
            foreach ((string known, T value) in choices)
            {
                if (string.Equals(known, text, StringComparison.OrdinalIgnoreCase))
                    return value;
            }

            throw new FormatException($"use {string.Join(", ", choices.Select(choice => choice.Name))}.");
        }
    }

    /// <summary>Reads a whole number.</summary>
    /// <param name="text">What came.</param>
    /// <param name="wanted">What to say where it is none.</param>
    public static int WholeNumber(string text, string wanted) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) ? value : throw new FormatException(wanted);

    /// <summary>Reads a number with a decimal point.</summary>
    public static double Number(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw new FormatException($"'{text}' is no number.");

    /// <summary>Whether the user has given the option.</summary>
    public static bool Has(this ParseResult parse, Option option) => parse.GetResult(option) is { Implicit: false };

    /// <summary>Refuses options that mean nothing in this call.</summary>
    public static void Refuse(this ParseResult parse, string reason, params ReadOnlySpan<Option> options)
    {
        foreach (Option option in options)
        {
            if (parse.Has(option))
                throw new UsageException($"{option.Name} {reason}");
        }
    }

    private static string FirstSentence(string message) => message.Split(" (Parameter '", 2)[0];
}
