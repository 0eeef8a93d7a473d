using System.CommandLine;

namespace InvAdapter.Cli;

/// <summary>Options of every command: how the tool speaks.</summary>
internal sealed class GlobalOptions
{
    public Option<bool> Json { get; } = new("--json")
    {
        Description = "Print the result, or the error, as one JSON object.",
        Recursive = true,
    };

    public Option<bool> Quiet { get; } = new("--quiet", "-q")
    {
        Description = "Show no progress and no warnings.",
        Recursive = true,
    };

    public Option<bool> Verbose { get; } = new("--verbose")
    {
        Description = "Show where an error came from.",
        Recursive = true,
    };

    public void AddTo(Command command)
    {
        command.Add(Json);
        command.Add(Quiet);
        command.Add(Verbose);
    }
}
