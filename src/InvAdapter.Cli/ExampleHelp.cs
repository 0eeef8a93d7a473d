using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace InvAdapter.Cli;

/// <summary>The usual help, with examples below it.</summary>
internal sealed class ExampleHelp(HelpAction usual) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        int code = usual.Invoke(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        Command command = parseResult.CommandResult.Command;
        output.WriteLine("Examples:");
        foreach (string example in command is CliCommand own ? own.Examples : command.Subcommands.OfType<CliCommand>().Select(each => each.Examples[0]))
            output.WriteLine($"  {example}");
        output.WriteLine();
        return code;
    }
}
