using System.Globalization;
using InvAdapter.Configuration;
using InvAdapter.Training.Checkpoints;
using InvAdapter.Training.Modules;
using InvAdapter.Training.Runs;
using static TorchSharp.torch;

namespace InvAdapter.Training.Recognition;

/// <summary>Trains a recogniser, and saves it as a <c>recognizer</c> folder.</summary>
public sealed class RecognizerTrainer
{
    private readonly RecognizerOptions _shape;
    private readonly RecognizerConfiguration _configuration;
    private readonly TrainingOptions _training;
    private readonly ILabelledImages _images;
    private readonly ILabelledImages _unseen;
    private readonly string? _codec;

    /// <summary>Describes a training.</summary>
    /// <param name="shape">What is trained.</param>
    /// <param name="training">How.</param>
    /// <param name="images">On what.</param>
    /// <param name="unseen">What the result is measured on: other people, each several times.</param>
    /// <param name="codec">The <c>vae</c> folder of an autoencoder that images go through, a share of the training's and all that are measured; null for none.</param>
    /// <exception cref="ArgumentException">The options don't go together, or the images don't go with them.</exception>
    /// <exception cref="ModelFormatException">The folder isn't an autoencoder's.</exception>
    public RecognizerTrainer(RecognizerOptions shape, TrainingOptions training, ILabelledImages images, ILabelledImages unseen, string? codec = null)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(unseen);
        if (!images.SceneFacts.SequenceEqual(unseen.SceneFacts))
            throw new ArgumentException("The images to measure on have other facts than those to train on.", nameof(unseen));
        if (!RecognizerMeasure.IsPossible(unseen))
            throw new ArgumentException("The images to measure on should be of two people or more, and of some of the first ones twice.", nameof(unseen));
        int downscale = codec is null ? 1 : AutoencoderConfiguration.Load(ModelFiles.Configuration(codec)).Downscale;
        foreach (ILabelledImages source in (ILabelledImages[])[images, unseen])
        {
            if (source.Width % downscale != 0 || source.Height % downscale != 0)
                throw new ArgumentException($"Images of {source.Width}×{source.Height} can't be encoded: both sides must be multiples of {downscale}.", nameof(codec));
        }

        (_shape, _configuration, _training, _images, _unseen, _codec) = (shape, shape.Configuration(images.SceneFacts), training, images, unseen, codec);
    }

    /// <summary>Trains to the end, and saves the moving average to <c>recognizer</c> and its measures to <c>report.json</c> in the run's folder.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="resume">Whether to go on from its checkpoint, where it has one.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="preparation">Told while images are made, before the first step.</param>
    /// <param name="cancellation">Stops between two steps, after a checkpoint.</param>
    /// <returns>What was saved.</returns>
    /// <inheritdoc cref="TrainingRun{TBatch}(string, ITrainingTask{TBatch}, TrainingOptions, bool)" path="/exception"/>
    /// <exception cref="ModelFormatException">The recogniser to begin with is none, or has another configuration.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled, and can be resumed.</exception>
    public RecognizerResult Train(string folder, bool resume = false, IProgress<TrainingProgress>? progress = null, IProgress<ImagesPrepared>? preparation = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        LibTorch.Require();
        using AutoencoderKL? codec = _codec is null ? null : Codec.Load(_codec, _training.ComputeType);
        LibTorch.Seed(_training.Seed);
        using var network = new FaceRecognizer(_configuration);
        if (_shape.Start is { } start)
            network.BeginWith(start);
        using var teacher = new IdentityTeacher(_shape, _images);
        using var prepared = new PreparedImages(_images, network, codec, _shape.DecodedShare);
        Dictionary<string, string> settings = ImageSettings();
        using var run = new TrainingRun<LabelledBatch>(folder, new RecognizerTask(network, teacher, _shape, prepared, settings), _training, resume);

        // Cancelled here, the run saves its first checkpoint and stops.
        prepared.Fill(folder, settings, preparation, cancellation);
        run.Run(progress, cancellation);
        return Save(run, folder);
    }

    private Dictionary<string, string> ImageSettings() => new()
    {
        ["images"] = string.Create(CultureInfo.InvariantCulture, $"{_images.Count} of {_images.Width}x{_images.Height}: {_images.Description}"),
        ["codec"] = _codec is null ? "none" : ModelFiles.Fingerprint(_codec),
        ["codec_type"] = _training.ComputeType.ToString(),
        ["decoded_share"] = _shape.DecodedShare.ToString(CultureInfo.InvariantCulture),
        ["input_size"] = _shape.InputSize.ToString(CultureInfo.InvariantCulture),
    };

    private RecognizerResult Save(TrainingRun<LabelledBatch> run, string folder)
    {
        using var finished = new FaceRecognizer(_configuration);
        using var teacher = new IdentityTeacher(_shape, _images);
        run.CopyAverageTo([finished, teacher]);
        using AutoencoderKL? codec = _codec is null ? null : Codec.Load(_codec, ScalarType.Float32);
        RecognizerMeasure.Standardize(finished, _images, codec);
        string saved = Path.Combine(folder, "recognizer");
        finished.Save(saved, _training.StoreAs);
        RecognizerResult result = RecognizerMeasure.Of(finished, saved, _unseen, codec);
        result.Save(Path.Combine(folder, "report.json"));
        return result;
    }
}
