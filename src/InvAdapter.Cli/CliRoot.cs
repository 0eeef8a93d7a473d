using System.CommandLine;
using System.CommandLine.Help;

namespace InvAdapter.Cli;

/// <summary>The command line's grammar.</summary>
internal sealed class CliRoot : RootCommand
{
    public CliRoot()
        : base("Put a person from one photo into newly generated images, with any Stable Diffusion 1.x or 2.x folder.")
    {
        Add(new EnrollCommand());
        Add(new GenerateCommand());
        Add(new ReconstructCommand());
        Add(new QuantizeCommand());
        Add(new InspectCommand());
        Add(new ProvidersCommand());
        Globals.AddTo(this);
        HelpOption help = Options.OfType<HelpOption>().Single();
        help.Action = new ExampleHelp((HelpAction)help.Action!);
    }

    public GlobalOptions Globals { get; } = new();
}
