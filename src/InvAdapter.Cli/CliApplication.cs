using System.CommandLine;
using InvAdapter.Inversion;

namespace InvAdapter.Cli;

/// <summary>The tool from its arguments to its exit code.</summary>
internal static class CliApplication
{
    // A prompt may begin with @ or a dash and must not be read as a file of options, or as several of one letter.
    private static readonly ParserConfiguration s_parsing = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    /// <summary>Runs one command.</summary>
    /// <param name="args">The command line, without the tool's name.</param>
    /// <param name="console">Where to write.</param>
    /// <param name="load">Loads model folders.</param>
    /// <param name="cancellation">Stops the command.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, CliConsole console, PipelineFactory load, CancellationToken cancellation)
    {
        var root = new CliRoot();
        ParseResult parse = root.Parse(args, s_parsing);
        bool json = parse.GetValue(root.Globals.Json);
        try
        {
            // Help and version have actions of their own; commands don't.
            if (parse.Action is { ClearsParseErrors: true } || (parse.Action is not null && parse.Errors.Count == 0))
                return await parse.InvokeAsync(new InvocationConfiguration { Output = console.Output, Error = console.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, cancellation);
            if (parse.Errors.Count > 0 || parse.CommandResult.Command is not CliCommand command)
                throw new UsageException(UsageProblem(parse));

            var session = new CliSession(console, load, parse.GetValue(root.Globals.Quiet));
            CommandResult result = await command.RunAsync(parse, session, cancellation);
            result = result with { Warnings = session.Warnings };
            if (json)
                console.Output.WriteLine(JsonText.Of(result));
            else
                result.WriteText(console.Output);
            return result.ExitCode;
        }
        catch (Exception error)
        {
            var failure = Failure.Of(error, cancellation.IsCancellationRequested);
            if (json)
                console.Output.WriteLine(JsonText.Of(new { Error = failure }));
            console.Error.WriteLine($"invadapter: {failure.Message}");
            if (parse.GetValue(root.Globals.Verbose))
                console.Error.WriteLine(error);
            return failure.ExitCode;
        }
    }

    private static string UsageProblem(ParseResult parse)
    {
        string problem = string.Join(' ', parse.Errors.Select(error => error.Message).Distinct());
        string command = parse.CommandResult.Command is CliCommand own ? $" {own.Name}" : "";
        return $"{problem} (See invadapter{command} --help.)";
    }
}
