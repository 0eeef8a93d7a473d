using System.CommandLine;
using InvAdapter.Configuration;
using InvAdapter.Features;
using InvAdapter.Models;
using InvAdapter.Training.Adapters;
using InvAdapter.Training.Corpora;
using InvAdapter.Training.Runs;

namespace InvAdapter.Training.Cli;

/// <summary><c>train adapter</c>: an Embedded Attention Adapter on any model folder.</summary>
internal sealed class AdapterCommand : TrainCommand
{
    private static readonly AdapterOptions s_defaults = new();

    private readonly RunOptions _run = new(new TrainingOptions());
    private readonly Option<DirectoryInfo> _base = new("--base") { Description = "The base model's folder; it stays as it is.", HelpName = "FOLDER", Required = true };
    private readonly Option<string?> _variant = new("--variant") { Description = "Which of its files to read, as in fp16.", HelpName = "NAME" };
    private readonly Option<DirectoryInfo?> _latents = new("--latents") { Description = "Latents with captions, as encode makes them; or give --images and --captions.", HelpName = "FOLDER" };
    private readonly Option<DirectoryInfo?> _images = new("--images") { Description = "Photos, encoded into the run's folder first.", HelpName = "FOLDER" };
    private readonly Option<FileInfo?> _captions = new("--captions") { Description = "Their captions: a line of JSON a photo, with file_name, text and, where several show one person, subject.", HelpName = "FILE" };
    private readonly Option<int> _size = RunOptions.Option("--size", "Pixels that photos are scaled to, across and down.", 512);
    private readonly Option<FeatureSource> _source = new("--source") { Description = "Where a reference's features come from.", DefaultValueFactory = _ => s_defaults.Source };
    private readonly Option<int> _cleanTimestep = RunOptions.Option("--clean-timestep", "The timestep that the base is told with the source Clean.", s_defaults.CleanTimestep);
    private readonly Option<DirectoryInfo?> _inversions = new("--inversions") { Description = "Inversions, as invert makes them. Default: made in the run's folder, where the source needs them.", HelpName = "FOLDER" };
    private readonly Option<int> _inversionSteps = RunOptions.Option("--inversion-steps", "Steps of inversions that are made.", 10);
    private readonly Option<Fusion> _fusion = new("--fusion") { Description = "How identity tokens enter.", DefaultValueFactory = _ => s_defaults.Fusion };
    private readonly Option<AttentionKind?> _sites = new("--sites") { Description = "Adapt self- or cross-attention only. Default: both." };
    private readonly Option<bool> _checkpointing = new("--gradient-checkpointing") { Description = "A third more time for a fraction of the memory." };
    private readonly Option<double> _promptDropout = RunOptions.Option("--prompt-dropout", "Share of prompts that are left empty.", s_defaults.PromptDropout);
    private readonly Option<double> _identityDropout = RunOptions.Option("--identity-dropout", "Share of rows without an identity.", s_defaults.IdentityDropout);
    private readonly EmphasisOptions _emphasis = new(s_defaults.Emphasis);
    private readonly IdentityLossSwitch _identityLoss = new();
    private readonly Option<FileInfo?> _start = new("--start") { Description = "An adapter of the same fusion to train on; sites that it lacks begin from the base's own maps. Default: all do.", HelpName = "FILE" };

    public AdapterCommand()
        : base("adapter", "Train an Embedded Attention Adapter on a base model.")
    {
        foreach (Option option in (Option[])
            [.. _run.All, _base, _variant, _latents, _images, _captions, _size, _source, _cleanTimestep, _inversions, _inversionSteps, _fusion, _sites, _checkpointing, _promptDropout, _identityDropout, .. _emphasis.All, .. _identityLoss.All, _start])
        {
            Add(option);
        }
    }

    protected override void Run(ParseResult parse, TextWriter output, CancellationToken cancellation)
    {
        string folder = _run.Folder(parse);
        string model = parse.GetRequiredValue(_base).FullName;
        var options = new AdapterOptions
        {
            Sites = parse.GetValue(_sites) switch { AttentionKind.Self => SiteFilter.Self, AttentionKind.Cross => SiteFilter.Cross, _ => SiteFilter.All },
            Fusion = parse.GetValue(_fusion),
            Source = parse.GetValue(_source),
            CleanTimestep = parse.GetValue(_cleanTimestep),
            GradientCheckpointing = parse.GetValue(_checkpointing),
            PromptDropout = parse.GetValue(_promptDropout),
            IdentityDropout = parse.GetValue(_identityDropout),
            Emphasis = _emphasis.Read(parse),
            IdentityLoss = _identityLoss.Read(parse),
            Start = new AdapterStart { File = parse.GetValue(_start)?.FullName },
        };
        using LatentCorpus corpus = LatentCorpus.Open(Latents(parse, folder, model, output, cancellation));
        using InversionCorpus? inversions = options.Source is FeatureSource.InversionPass or FeatureSource.Trajectory
            ? InversionCorpus.Open(Inversions(parse, folder, model, corpus, output, cancellation))
            : null;
        var trainer = new AdapterTrainer(options, _run.Read(parse), model, corpus, inversions, parse.GetValue(_variant));
        output.WriteLine($"{_run.Train(parse, "adapter", () => trainer.Train(folder, _run.Resume(parse), new PlainProgress(output), cancellation))}: written");
    }

    private string Latents(ParseResult parse, string folder, string model, TextWriter output, CancellationToken cancellation)
    {
        (DirectoryInfo? latents, DirectoryInfo? images, FileInfo? captions) = (parse.GetValue(_latents), parse.GetValue(_images), parse.GetValue(_captions));
        if (latents is not null && images is null && captions is null)
            return latents.FullName;
        if (latents is not null || images is null || captions is null)
            throw new ArgumentException("Give either --latents, or --images and --captions.");
        string made = Path.Combine(folder, "latents");
        CaptionedPhotos photos = CaptionedPhotos.Open(images.FullName, captions.FullName, parse.GetValue(_size));
        LatentEncoder.Encode(made, photos, Path.Combine(model, "vae"), _run.Read(parse).ComputeType, _run.Read(parse).Threads, new CountProgress(output, "picture", photos.Count), cancellation);
        return made;
    }

    private string Inversions(ParseResult parse, string folder, string model, LatentCorpus corpus, TextWriter output, CancellationToken cancellation)
    {
        if (parse.GetValue(_inversions) is { } given)
            return given.FullName;
        string made = Path.Combine(folder, "inversions");
        CorpusInverter.Invert(
            made, corpus, model, parse.GetValue(_inversionSteps), null, _run.Read(parse).Threads, new CountProgress(output, "inversion", corpus.Count), cancellation);
        return made;
    }
}
