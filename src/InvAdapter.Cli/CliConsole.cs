namespace InvAdapter.Cli;

/// <summary>Where the tool writes: results to one writer, progress and messages to the other.</summary>
/// <param name="Output">Results.</param>
/// <param name="Error">Progress, warnings and errors.</param>
/// <param name="IsInteractive">Whether <paramref name="Error"/> is a terminal that may be sent control codes.</param>
internal sealed record CliConsole(TextWriter Output, TextWriter Error, bool IsInteractive)
{
    /// <summary>This process's own streams.</summary>
    public static CliConsole OfProcess() => new(
        Console.Out,
        Console.Error,
        IsTerminal(Console.IsErrorRedirected, Environment.GetEnvironmentVariable));

    /// <summary>A terminal shows bars unless it is a dumb one or its owner wants no codes (no-color.org).</summary>
    public static bool IsTerminal(bool isRedirected, Func<string, string?> variable) =>
        !isRedirected && string.IsNullOrEmpty(variable("NO_COLOR")) && variable("TERM") != "dumb";
}
