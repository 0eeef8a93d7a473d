using System.CommandLine;
using System.Globalization;
using InvAdapter.FaceWorld;
using InvAdapter.Training.Recognition;
using InvAdapter.Training.Runs;

namespace InvAdapter.Training.Cli;

/// <summary><c>train recognizer</c>: what tells drawn people and scenes apart.</summary>
internal sealed class RecognizerCommand : TrainCommand
{
    private const int ValidationScenes = 4;

    private static readonly RecognizerOptions s_defaults = new();

    private readonly RunOptions _run = new(new TrainingOptions { Steps = 3000, BatchSize = 32, LearningRate = 4e-3, AverageDecay = 0.995 });
    private readonly Option<DirectoryInfo> _vae = new("--vae") { Description = "The autoencoder that images go through: its vae folder.", HelpName = "FOLDER", Required = true };
    private readonly Option<int> _size = RunOptions.Option("--size", "Pixels across and down of the images, 64 to 512.", FacePainter.MinSide);
    private readonly Option<int> _people = RunOptions.Option("--people", "People of the train split.", 4000);
    private readonly Option<int> _scenes = RunOptions.Option("--scenes", "Scenes that each of them is drawn in.", 5);
    private readonly Option<int> _unseen = RunOptions.Option("--validation-people", "People of the validation split to measure the result on.", 256);
    private readonly Option<double> _decoded = RunOptions.Option("--decoded", "Share of the images that go through the autoencoder.", s_defaults.DecodedShare);
    private readonly Option<int> _input = RunOptions.Option("--input", "Pixels across and down that the recogniser brings images to.", s_defaults.InputSize);
    private readonly Option<int> _shared = RunOptions.Option("--shared-levels", "How many of the first levels identity and scene have in common.", s_defaults.SharedLevels);
    private readonly Option<double> _scale = RunOptions.Option("--scale", "What CosFace multiplies cosines by.", s_defaults.Scale);
    private readonly Option<double> _margin = RunOptions.Option("--margin", "What CosFace takes off the right person's cosine.", s_defaults.Margin);
    private readonly Option<double> _sceneWeight = RunOptions.Option("--scene-weight", "What the scenes' loss counts; with 0 scenes are not taught, in half the time, and what it says of them is of no use.", s_defaults.SceneWeight);
    private readonly Option<DirectoryInfo?> _start = new("--start") { Description = "A recogniser of the same configuration to train on. Default: from nothing.", HelpName = "FOLDER" };

    public RecognizerCommand()
        : base("recognizer", "Train a recogniser of people and scenes on drawn faces of the train split.")
    {
        foreach (Option option in (Option[])[.. _run.All, _vae, _size, _people, _scenes, _unseen, _decoded, _input, _shared, _scale, _margin, _sceneWeight, _start])
            Add(option);
    }

    protected override void Run(ParseResult parse, TextWriter output, CancellationToken cancellation)
    {
        RecognizerOptions shape = s_defaults with
        {
            InputSize = parse.GetValue(_input),
            SharedLevels = parse.GetValue(_shared),
            DecodedShare = parse.GetValue(_decoded),
            Scale = parse.GetValue(_scale),
            Margin = parse.GetValue(_margin),
            SceneWeight = parse.GetValue(_sceneWeight),
            Start = parse.GetValue(_start)?.FullName,
        };
        using var images = new LabelledFaces(DatasetSplit.Train, parse.GetValue(_size), parse.GetValue(_people), parse.GetValue(_scenes));
        using var unseen = new LabelledFaces(DatasetSplit.Validation, parse.GetValue(_size), parse.GetValue(_unseen), ValidationScenes);
        var trainer = new RecognizerTrainer(shape, _run.Read(parse), images, unseen, parse.GetRequiredValue(_vae).FullName);
        var progress = new PlainProgress(output);
        RecognizerResult result = _run.Train(parse, "recogniser", () => trainer.Train(_run.Folder(parse), _run.Resume(parse), progress, progress, cancellation));
        Write(result, unseen.Description, output);
    }

    private static void Write(RecognizerResult result, string images, TextWriter output)
    {
        Verification pairs = result.Verification;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Folder}, on {result.Images} decoded images of {images}:"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"verification {100 * pairs.Accuracy:0.0} % right, area under curve {pairs.AreaUnderCurve:0.0000}, equal error rate {100 * pairs.EqualErrorRate:0.0} %"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"cosine {pairs.SameCosine:0.000} for one person, {pairs.DifferentCosine:0.000} for two; found again among {result.Gallery}: {100 * result.TopOne:0.0} %"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"scenes {100 * result.MeanFactAccuracy:0.0} % right: {string.Join(", ", result.FactAccuracy.Select(item => string.Create(CultureInfo.InvariantCulture, $"{item.Key} {100 * item.Value:0.0}")))}"));
    }
}
