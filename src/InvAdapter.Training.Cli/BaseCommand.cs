using System.CommandLine;
using InvAdapter.FaceWorld;
using InvAdapter.Training.Corpora;
using InvAdapter.Training.Runs;
using InvAdapter.Training.Diffusion;

namespace InvAdapter.Training.Cli;

/// <summary><c>train base</c>: a text-to-image model of drawn faces.</summary>
internal sealed class BaseCommand : TrainCommand
{
    private static readonly BaseOptions s_defaults = new();

    private readonly RunOptions _run = new(new TrainingOptions());
    private readonly Option<DirectoryInfo> _latents = new("--latents") { Description = "Latents with captions, as encode makes them.", HelpName = "FOLDER", Required = true };
    private readonly Option<DirectoryInfo> _vae = new("--vae") { Description = "The autoencoder that they come from.", HelpName = "FOLDER", Required = true };
    private readonly Option<string> _channels = NumberList.Option("--channels", "Channels of the UNet's levels; every further one halves both sides.", s_defaults.Channels);
    private readonly Option<int> _convolutionLevels = RunOptions.Option("--convolution-levels", "How many of the finest levels have no attention.", s_defaults.ConvolutionLevels);
    private readonly Option<int> _layers = RunOptions.Option("--layers", "Residual blocks, each with a transformer, on the way down at each level; the way up has one more.", s_defaults.LayersPerBlock);
    private readonly Option<int> _heads = RunOptions.Option("--heads", "Attention heads.", s_defaults.Heads);
    private readonly Option<int> _textWidth = RunOptions.Option("--text-width", "Width of the text encoder.", s_defaults.TextWidth);
    private readonly Option<int> _textLayers = RunOptions.Option("--text-layers", "Layers of the text encoder.", s_defaults.TextLayers);
    private readonly Option<int> _promptLength = RunOptions.Option("--prompt-length", "Token ids in every prompt.", s_defaults.PromptLength);
    private readonly Option<double> _dropout = RunOptions.Option("--prompt-dropout", "Share of prompts that are left empty.", s_defaults.PromptDropout);
    private readonly EmphasisOptions _emphasis = new(s_defaults.Emphasis);
    private readonly Option<DirectoryInfo?> _start = new("--start") { Description = "A model folder of the same configuration to train on. Default: from nothing.", HelpName = "FOLDER" };

    public BaseCommand()
        : base("base", "Train a text-to-image model: text encoder and UNet.")
    {
        foreach (Option option in (Option[])[.. _run.All, _latents, _vae, _channels, _convolutionLevels, _layers, _heads, _textWidth, _textLayers, _promptLength, _dropout, .. _emphasis.All, _start])
            Add(option);
    }

    protected override void Run(ParseResult parse, TextWriter output, CancellationToken cancellation)
    {
        var shape = new BaseOptions
        {
            Channels = NumberList.Read(parse, _channels),
            ConvolutionLevels = parse.GetValue(_convolutionLevels),
            LayersPerBlock = parse.GetValue(_layers),
            Heads = parse.GetValue(_heads),
            TextWidth = parse.GetValue(_textWidth),
            TextLayers = parse.GetValue(_textLayers),
            PromptLength = parse.GetValue(_promptLength),
            PromptDropout = parse.GetValue(_dropout),
            Emphasis = _emphasis.Read(parse),
            Start = parse.GetValue(_start)?.FullName,
        };
        using LatentCorpus corpus = LatentCorpus.Open(parse.GetRequiredValue(_latents).FullName);
        var trainer = new BaseTrainer(shape, _run.Read(parse), corpus, parse.GetRequiredValue(_vae).FullName, CaptionGrammar.Vocabulary);
        string model = _run.Train(parse, "base model", () => trainer.Train(_run.Folder(parse), _run.Resume(parse), new PlainProgress(output), cancellation));
        output.WriteLine($"{model}: written");
    }
}
