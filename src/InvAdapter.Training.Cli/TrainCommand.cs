using System.CommandLine;

namespace InvAdapter.Training.Cli;

/// <summary>A command that works until it is done or cancelled.</summary>
internal abstract class TrainCommand(string name, string description) : Command(name, description)
{
    /// <summary>Does its work, and writes what came of it.</summary>
    public abstract void Run(ParseResult parse, TextWriter output, CancellationToken cancellation);
}
