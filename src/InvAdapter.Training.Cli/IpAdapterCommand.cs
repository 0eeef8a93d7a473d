using System.CommandLine;
using InvAdapter.FaceWorld;
using InvAdapter.Training.Adapters;
using InvAdapter.Training.Baselines;
using InvAdapter.Training.Corpora;
using InvAdapter.Training.Runs;

namespace InvAdapter.Training.Cli;

/// <summary><c>train ip-adapter</c>: the baseline, on drawn faces.</summary>
internal sealed class IpAdapterCommand : TrainCommand
{
    private static readonly IpAdapterOptions s_shape = new();
    private static readonly AdapterOptions s_defaults = new();

    private readonly RunOptions _run = new(new TrainingOptions());
    private readonly Option<DirectoryInfo> _base = new("--base") { Description = "The base model's folder; it stays as it is.", HelpName = "FOLDER", Required = true };
    private readonly Option<DirectoryInfo> _latents = new("--latents") { Description = "Latents of pairs of drawn faces, as encode makes them.", HelpName = "FOLDER", Required = true };
    private readonly Option<int> _tokens = RunOptions.Option("--tokens", "Tokens that a picture becomes.", s_shape.Tokens);
    private readonly Option<string> _channels = NumberList.Option("--encoder-channels", "Channels of the image encoder behind each halving.", s_shape.EncoderChannels);
    private readonly Option<double> _promptDropout = RunOptions.Option("--prompt-dropout", "Share of prompts that are left empty.", s_defaults.PromptDropout);
    private readonly Option<double> _identityDropout = RunOptions.Option("--identity-dropout", "Share of rows without an identity.", s_defaults.IdentityDropout);
    private readonly EmphasisOptions _emphasis = new(s_defaults.Emphasis);
    private readonly IdentityLossSwitch _identityLoss = new();

    public IpAdapterCommand()
        : base("ip-adapter", "Train the IP-Adapter baseline on a base model and drawn faces.")
    {
        foreach (Option option in (Option[])[.. _run.All, _base, _latents, _tokens, _channels, _promptDropout, _identityDropout, .. _emphasis.All, .. _identityLoss.All])
            Add(option);
    }

    protected override void Run(ParseResult parse, TextWriter output, CancellationToken cancellation)
    {
        var shape = new IpAdapterOptions { Tokens = parse.GetValue(_tokens), EncoderChannels = NumberList.Read(parse, _channels) };
        var options = new AdapterOptions
        {
            PromptDropout = parse.GetValue(_promptDropout),
            IdentityDropout = parse.GetValue(_identityDropout),
            Emphasis = _emphasis.Read(parse),
            IdentityLoss = _identityLoss.Read(parse),
        };
        string model = parse.GetRequiredValue(_base).FullName;
        using LatentCorpus corpus = LatentCorpus.Open(parse.GetRequiredValue(_latents).FullName);
        using var images = new FacePairs(DatasetSplit.Train, corpus.Shape.Width * Models.ModelFolder.Open(model).Autoencoder.Downscale, corpus.Count / 2);
        var trainer = new IpAdapterTrainer(shape, options, _run.Read(parse), model, corpus, images);
        output.WriteLine($"{_run.Train(parse, "IP-Adapter", () => trainer.Train(_run.Folder(parse), _run.Resume(parse), new PlainProgress(output), cancellation))}: written");
    }
}
