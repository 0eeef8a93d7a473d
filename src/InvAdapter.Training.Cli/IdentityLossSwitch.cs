using System.CommandLine;
using InvAdapter.Training.Adapters;

namespace InvAdapter.Training.Cli;

/// <summary>Options for a recogniser's say in an adapter's training.</summary>
internal sealed class IdentityLossSwitch
{
    private static readonly DrawingOptions s_drawing = new();

    private readonly Option<DirectoryInfo[]> _recognizers = new("--recognizer") { Description = "A recogniser that looks at what the adapter would draw, as train recognizer makes it; its loss is added. May be given several times, for their mean. Default: none.", HelpName = "FOLDER" };
    private readonly Option<double?> _weight = new("--identity-loss") { Description = "What its loss counts. Default: 0.1.", HelpName = "X" };
    private readonly Option<int?> _steps = new("--draw-steps") { Description = "Draw a picture for it from noise, in so many steps. Default: it sees what the prediction means as a picture.", HelpName = "N" };
    private readonly Option<int?> _learning = new("--draw-learning-steps") { Description = $"How many of these steps, chosen at random, learn. Default: {s_drawing.LearningSteps}.", HelpName = "N" };
    private readonly Option<double?> _guidance = new("--draw-guidance") { Description = $"Guidance scale of these pictures. Default: {s_drawing.GuidanceScale}.", HelpName = "X" };

    public Option[] All => [_recognizers, _weight, _steps, _learning, _guidance];

    public IdentityLossOptions? Read(ParseResult parse)
    {
        if (parse.GetValue(_recognizers) is not { Length: > 0 } folders)
        {
            Option? lonely = All.FirstOrDefault(option => option != _recognizers && parse.GetResult(option) is not null);
            return lonely is null ? null : throw new ArgumentException($"{lonely.Name} needs a --recognizer.");
        }

        var options = new IdentityLossOptions { Recognizers = [.. folders.Select(folder => folder.FullName)], Drawing = Drawing(parse) };
        return parse.GetValue(_weight) is { } weight ? options with { Weight = weight } : options;
    }

    private DrawingOptions? Drawing(ParseResult parse)
    {
        (int? learning, double? guidance) = (parse.GetValue(_learning), parse.GetValue(_guidance));
        if (parse.GetValue(_steps) is { } steps)
            return new DrawingOptions { Steps = steps, LearningSteps = learning ?? Math.Min(steps, s_drawing.LearningSteps), GuidanceScale = guidance ?? s_drawing.GuidanceScale };
        if (learning is null && guidance is null)
            return null;
        throw new ArgumentException($"{(learning is null ? _guidance.Name : _learning.Name)} needs --draw-steps.");
    }
}
