using System.CommandLine;

namespace InvAdapter.Training.Cli;

/// <summary>The tool from its arguments to its exit code.</summary>
internal static class TrainApplication
{
    public static int Run(IReadOnlyList<string> args, TextWriter output, TextWriter errors, CancellationToken cancellation)
    {
        TrainCommand[] networks = [new AutoencoderCommand(), new BaseCommand(), new AdapterCommand(), new IpAdapterCommand(), new RecognizerCommand()];
        TrainCommand[] preparations = [new EncodeCommand(), new InvertCommand()];
        var train = new Command("train", "Train a network.");
        var root = new RootCommand("Train InvAdapter's networks.") { train, new AverageCommand(output) };
        Array.ForEach(networks, train.Add);
        Array.ForEach(preparations, root.Add);
        foreach (TrainCommand command in networks.Concat(preparations))
            command.SetAction(parse => command.Execute(parse, output, cancellation));
        ParseResult parse = root.Parse(args);
        try
        {
            if (parse.Errors.Count > 0 && parse.Action is not { ClearsParseErrors: true })
                throw new ArgumentException(string.Join(' ', parse.Errors.Select(error => error.Message)));
            return parse.Invoke(new InvocationConfiguration { Output = output, Error = errors, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            errors.WriteLine("invadapter-train: stopped, with a checkpoint; --resume goes on from it.");
            return ExitCodes.Cancelled;
        }
        catch (Exception error) when (ExitCodes.Of(error) != ExitCodes.Unexpected)
        {
            errors.WriteLine($"invadapter-train: {error.Message}");
            return ExitCodes.Of(error);
        }
    }
}
