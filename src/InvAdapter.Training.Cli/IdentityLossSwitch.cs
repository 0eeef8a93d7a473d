using System.CommandLine;
using InvAdapter.Training.Adapters;

namespace InvAdapter.Training.Cli;

/// <summary>Options for a recogniser's say in an adapter's training.</summary>
internal sealed class IdentityLossSwitch
{
    private readonly Option<DirectoryInfo?> _recognizer = new("--recognizer") { Description = "A recogniser that looks at what a step would draw, as train recognizer makes it; its loss is added. Default: none.", HelpName = "FOLDER" };
    private readonly Option<double?> _weight = new("--identity-loss") { Description = "What its loss counts. Default: 0.1.", HelpName = "X" };

    public Option[] All => [_recognizer, _weight];

    public IdentityLossOptions? Read(ParseResult parse)
    {
        double? weight = parse.GetValue(_weight);
        if (parse.GetValue(_recognizer) is not { } folder)
            return weight is null ? null : throw new ArgumentException("--identity-loss needs a --recognizer.");
        var options = new IdentityLossOptions { Recognizer = folder.FullName };
        return weight is { } given ? options with { Weight = given } : options;
    }
}
