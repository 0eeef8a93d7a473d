using InvAdapter.Training.Adapters;
using InvAdapter.Training.Corpora;
using InvAdapter.Training.Data;
using InvAdapter.Training.Diffusion;
using InvAdapter.Training.Runs;
using static TorchSharp.torch;

namespace InvAdapter.Training.Baselines;

/// <summary>Trains the IP-Adapter baseline on a frozen base model, on the same data and in the same way as the paper's adapter.</summary>
public sealed class IpAdapterTrainer
{
    private readonly IpAdapterOptions _shape;
    private readonly AdapterOptions _options;
    private readonly TrainingOptions _training;
    private readonly string _model;
    private readonly LatentCorpus _corpus;
    private readonly IImageSource _images;

    /// <summary>Describes a training.</summary>
    /// <param name="shape">What is trained.</param>
    /// <param name="options">Dropout and loss weights; what says how features are adapted is not looked at.</param>
    /// <param name="training">How.</param>
    /// <param name="model">The base model's folder.</param>
    /// <param name="corpus">Captioned latents, made with the base model's autoencoder; borrowed.</param>
    /// <param name="images">The pictures that the corpus was made of; borrowed.</param>
    /// <exception cref="ArgumentException">There are other pictures than latents.</exception>
    /// <exception cref="InvalidFileException">The latents come from another autoencoder.</exception>
    public IpAdapterTrainer(IpAdapterOptions shape, AdapterOptions options, TrainingOptions training, string model, LatentCorpus corpus, IImageSource images)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentException.ThrowIfNullOrWhiteSpace(model);
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(images);
        corpus.RequireAutoencoder(Path.Combine(model, "vae"));
        corpus.RequireImages(images);
        (_shape, _options, _training, _model, _corpus, _images) = (shape, options, training, model, corpus, images);
    }

    /// <summary>Trains to the end and saves the moving average.</summary>
    /// <param name="folder">The run's folder; the adapter is its <c>ip_adapter.safetensors</c>.</param>
    /// <param name="resume">Whether to go on from its checkpoint, where it has one.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancellation">Stops between two steps, after a checkpoint.</param>
    /// <returns>The adapter's file.</returns>
    /// <inheritdoc cref="TrainingRun{TBatch}(string, ITrainingTask{TBatch}, TrainingOptions, bool)" path="/exception"/>
    /// <exception cref="ArgumentException">The base can't draw in as many steps as the identity loss asks for.</exception>
    /// <exception cref="ModelFormatException">The base model, or a recogniser, can't be read.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled, and can be resumed.</exception>
    public string Train(string folder, bool resume = false, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        LibTorch.Require();
        LibTorch.Seed(_training.Seed);
        using BaseModel model = BaseModel.Load(_model);
        using var levels = new NoiseLevels(model.Scheduler, _options.Emphasis);
        using IpAdapterModule adapter = Create(model);
        var learner = new IpAdapterLearner(adapter, _shape);
        using IdentityLoss? identity = IdentityLoss.Load(model, learner, levels, _options.IdentityLoss);
        var task = new AdapterTask(model, learner, levels, _corpus, null, _images, identity, _options);
        using var run = new TrainingRun<ReferenceBatch>(folder, task, _training, resume);
        run.Run(progress, cancellation);

        using IpAdapterModule finished = Create(model);
        run.CopyAverageTo([finished]);
        string path = Path.Combine(folder, "ip_adapter.safetensors");
        finished.Save(path, _training.StoreAs);
        return path;
    }

    private IpAdapterModule Create(BaseModel model) => new(model.UNet.Sites, model.UNet.Configuration.CrossAttentionDim, _shape);
}
