using System.CommandLine;

namespace InvAdapter.Training.Cli;

/// <summary>A command that works until it is done or cancelled.</summary>
internal abstract class TrainCommand : Command
{
    private readonly DeviceOption _device = new();

    protected TrainCommand(string name, string description)
        : base(name, description) => Add(_device);

    /// <summary>Does its work on the chosen device, and writes what came of it.</summary>
    public void Execute(ParseResult parse, TextWriter output, CancellationToken cancellation)
    {
        _device.Use(parse);
        Run(parse, output, cancellation);
    }

    /// <inheritdoc cref="Execute"/>
    protected abstract void Run(ParseResult parse, TextWriter output, CancellationToken cancellation);
}
