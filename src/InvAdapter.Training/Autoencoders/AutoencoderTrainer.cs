using InvAdapter.Configuration;
using InvAdapter.Training.Checkpoints;
using InvAdapter.Training.Data;
using InvAdapter.Training.Modules;
using InvAdapter.Training.Runs;
using static TorchSharp.torch;

namespace InvAdapter.Training.Autoencoders;

/// <summary>Trains an autoencoder from nothing, and saves it as a <c>vae</c> folder.</summary>
public sealed class AutoencoderTrainer
{
    private readonly AutoencoderOptions _shape;
    private readonly TrainingOptions _training;
    private readonly IImageSource _images;
    private readonly IImageSource _unseen;

    /// <summary>Describes a training.</summary>
    /// <param name="shape">What is trained.</param>
    /// <param name="training">How.</param>
    /// <param name="images">On what.</param>
    /// <param name="unseen">What the result is measured on.</param>
    /// <exception cref="ArgumentException">The options don't go together, or the images don't go with them.</exception>
    public AutoencoderTrainer(AutoencoderOptions shape, TrainingOptions training, IImageSource images, IImageSource unseen)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(unseen);
        int downscale = shape.Configuration().Downscale;
        foreach (IImageSource source in (IImageSource[])[images, unseen])
        {
            if (source.Width % downscale != 0 || source.Height % downscale != 0)
                throw new ArgumentException($"Images of {source.Width}×{source.Height} can't be encoded: with {shape.Channels.Length} levels both sides must be multiples of {downscale}.", nameof(shape));
        }

        (_shape, _training, _images, _unseen) = (shape, training, images, unseen);
    }

    /// <summary>Trains to the end and saves the moving average to <c>vae</c> in the run's folder.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="resume">Whether to go on from its checkpoint, where it has one.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancellation">Stops between two steps, after a checkpoint.</param>
    /// <returns>What was saved.</returns>
    /// <inheritdoc cref="TrainingRun{TBatch}(string, ITrainingTask{TBatch}, TrainingOptions, bool)" path="/exception"/>
    /// <exception cref="OperationCanceledException">The run was cancelled, and can be resumed.</exception>
    public AutoencoderResult Train(string folder, bool resume = false, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        LibTorch.Require();
        LibTorch.Seed(_training.Seed);
        using AutoencoderKL codec = Create();
        using var run = new TrainingRun<ImageBatch>(folder, new AutoencoderTask(codec, _shape, _images), _training, resume);
        run.Run(progress, cancellation);
        return Save(run, Path.Combine(folder, "vae"));
    }

    /// <summary>The network as a run begins with it.</summary>
    /// <exception cref="ModelFormatException">The one to begin with has another configuration.</exception>
    private AutoencoderKL Create(double scalingFactor = 1)
    {
        if (_shape.Start is null)
            return new AutoencoderKL(_shape.Configuration(scalingFactor));
        AutoencoderConfiguration begun = AutoencoderConfiguration.Load(ModelFiles.Configuration(_shape.Start));
        var codec = new AutoencoderKL(_shape.Configuration(_shape.DecoderOnly ? begun.ScalingFactor : scalingFactor) with { ForceUpcast = begun.ForceUpcast });
        try
        {
            codec.BeginWith(_shape.Start);
        }
        catch
        {
            codec.Dispose();
            throw;
        }

        if (_shape.DecoderOnly)
            codec.FreezeEncoder();
        return codec;
    }

    private AutoencoderResult Save(TrainingRun<ImageBatch> run, string folder)
    {
        using AutoencoderKL measured = Create();
        run.CopyAverageTo([measured]);
        double scalingFactor = _shape.DecoderOnly ? measured.Configuration.ScalingFactor : 1 / AutoencoderMeasure.LatentDeviation(measured, _images);
        using AutoencoderKL finished = Create(scalingFactor);
        run.CopyAverageTo([finished]);
        finished.Save(folder, _training.StoreAs);
        return new AutoencoderResult(folder, scalingFactor, AutoencoderMeasure.Psnr(finished, _unseen));
    }
}
