using System.CommandLine;
using System.Globalization;
using InvAdapter.FaceWorld;
using InvAdapter.Training.Autoencoders;
using InvAdapter.Training.Runs;

namespace InvAdapter.Training.Cli;

/// <summary><c>train autoencoder</c>: an autoencoder of drawn faces.</summary>
internal sealed class AutoencoderCommand : TrainCommand
{
    private static readonly AutoencoderOptions s_defaults = new();

    private readonly RunOptions _run = new(new TrainingOptions());
    private readonly Option<int> _size = RunOptions.Option("--size", "Pixels across and down, 64 to 512.", FacePainter.MinSide);
    private readonly Option<string> _channels = NumberList.Option("--channels", "Channels of each level; every further one halves both sides.", s_defaults.Channels);
    private readonly Option<int> _latentChannels = RunOptions.Option("--latent-channels", "Channels of the latents.", s_defaults.LatentChannels);
    private readonly Option<int> _layers = RunOptions.Option("--layers", "Residual blocks of the encoder at each level; the decoder has one more.", s_defaults.LayersPerBlock);
    private readonly Option<int> _groups = RunOptions.Option("--norm-groups", "Groups of every group normalisation.", s_defaults.NormGroups);

    private readonly Option<DirectoryInfo?> _start = new("--start") { Description = "A vae folder of the same configuration to begin with. Default: from nothing.", HelpName = "FOLDER" };
    private readonly Option<bool> _decoderOnly = new("--decoder-only") { Description = "Train the decoder of --start alone: latents stay what they are." };

    public AutoencoderCommand()
        : base("autoencoder", "Train an autoencoder on drawn faces of the train split.")
    {
        foreach (Option option in (Option[])[.. _run.All, _size, _channels, _latentChannels, _layers, _groups, _start, _decoderOnly])
            Add(option);
    }

    protected override void Run(ParseResult parse, TextWriter output, CancellationToken cancellation)
    {
        var shape = new AutoencoderOptions
        {
            Channels = NumberList.Read(parse, _channels),
            LatentChannels = parse.GetValue(_latentChannels),
            LayersPerBlock = parse.GetValue(_layers),
            NormGroups = parse.GetValue(_groups),
            Start = parse.GetValue(_start)?.FullName,
            DecoderOnly = parse.GetValue(_decoderOnly),
        };
        using var images = new FaceImages(DatasetSplit.Train, parse.GetValue(_size));
        using var unseen = new FaceImages(DatasetSplit.Validation, parse.GetValue(_size));
        var trainer = new AutoencoderTrainer(shape, _run.Read(parse), images, unseen);
        AutoencoderResult result = _run.Train(parse, "autoencoder", () => trainer.Train(_run.Folder(parse), _run.Resume(parse), new PlainProgress(output), cancellation));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Folder}: PSNR {result.Psnr:0.00} dB on {unseen.Description}; scaling factor {result.ScalingFactor:0.0000}"));
    }
}
