using System.CommandLine;

namespace InvAdapter.Cli;

/// <summary>One of the tool's commands.</summary>
internal abstract class CliCommand(string name, string description) : Command(name, description)
{
    /// <summary>Command lines to learn from, shown by <c>--help</c>.</summary>
    public abstract IReadOnlyList<string> Examples { get; }

    /// <summary>Does what the command line asks for.</summary>
    public abstract Task<CommandResult> RunAsync(ParseResult parse, CliSession session, CancellationToken cancellation);
}
