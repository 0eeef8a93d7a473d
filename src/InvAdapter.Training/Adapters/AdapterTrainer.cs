using InvAdapter.Features;
using InvAdapter.Training.Corpora;
using InvAdapter.Training.Diffusion;
using InvAdapter.Training.Runs;
using static TorchSharp.torch;

namespace InvAdapter.Training.Adapters;

/// <summary>Trains an Embedded Attention Adapter on a base model that stays frozen, as the paper does.</summary>
public sealed class AdapterTrainer
{
    private readonly AdapterOptions _options;
    private readonly TrainingOptions _training;
    private readonly string _model;
    private readonly string? _variant;
    private readonly LatentCorpus _corpus;
    private readonly InversionCorpus? _inversions;

    /// <summary>Describes a training.</summary>
    /// <param name="options">What is trained.</param>
    /// <param name="training">How.</param>
    /// <param name="model">The base model's folder.</param>
    /// <param name="corpus">Captioned latents, made with the base model's autoencoder; borrowed.</param>
    /// <param name="inversions">Their inversions by the base model, for the sources that need them; borrowed.</param>
    /// <param name="variant">Which of the base model's files to read, as in <c>fp16</c>; null for the plain ones.</param>
    /// <exception cref="ArgumentException">The source needs inversions, and there are none.</exception>
    /// <exception cref="InvalidFileException">The latents come from another autoencoder.</exception>
    public AdapterTrainer(
        AdapterOptions options, TrainingOptions training, string model, LatentCorpus corpus, InversionCorpus? inversions = null, string? variant = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentException.ThrowIfNullOrWhiteSpace(model);
        ArgumentNullException.ThrowIfNull(corpus);
        bool needs = options.Source is FeatureSource.InversionPass or FeatureSource.Trajectory;
        if (needs && inversions is null)
            throw new ArgumentException($"Features of source {options.Source} come from inversions; give them.", nameof(inversions));
        corpus.RequireAutoencoder(Path.Combine(model, "vae"), variant);
        (_options, _training, _model, _variant, _corpus, _inversions) = (options, training, model, variant, corpus, needs ? inversions : null);
    }

    /// <summary>Trains to the end and saves the moving average.</summary>
    /// <param name="folder">The run's folder; the adapter is its <c>adapter.safetensors</c>.</param>
    /// <param name="resume">Whether to go on from its checkpoint, where it has one.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancellation">Stops between two steps, after a checkpoint.</param>
    /// <returns>The adapter's file.</returns>
    /// <inheritdoc cref="TrainingRun{TBatch}(string, ITrainingTask{TBatch}, TrainingOptions, bool)" path="/exception"/>
    /// <exception cref="ArgumentException">The base knows no timestep as late as <see cref="AdapterOptions.CleanTimestep"/>, or can't draw in as many steps as the identity loss asks for.</exception>
    /// <exception cref="ModelFormatException">The base model, or the recogniser, can't be read.</exception>
    /// <exception cref="FileNotFoundException">The adapter to begin with is not there.</exception>
    /// <exception cref="InvalidFileException">The adapter to begin with has another fusion, or a site that isn't asked for.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled, and can be resumed.</exception>
    public string Train(string folder, bool resume = false, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        LibTorch.Require();
        LibTorch.Seed(_training.Seed);
        using BaseModel model = BaseModel.Load(_model, _variant);
        model.Scheduler.RequireTimestep(_options.CleanTimestep, nameof(AdapterOptions.CleanTimestep));
        model.UNet.GradientCheckpointing = _options.GradientCheckpointing;
        using InvAdapterModule adapter = Begin(model);
        using var levels = new NoiseLevels(model.Scheduler, _options.Emphasis);
        var learner = new EmbeddedAttentionLearner(model, adapter, levels, _inversions, _options);
        using IdentityLoss? identity = IdentityLoss.Load(model, learner, levels, _options.IdentityLoss);
        var task = new AdapterTask(model, learner, levels, _corpus, _inversions, null, identity, _options);
        using var run = new TrainingRun<ReferenceBatch>(folder, task, _training, resume);
        run.Run(progress, cancellation);
        return Save(run, model, folder);
    }

    private InvAdapterModule Begin(BaseModel model)
    {
        InvAdapterModule adapter = InvAdapterModule.For(model.UNet, _options.Sites, _options.Fusion, _options.Start);
        if (_options.Start.File is not { } file)
            return adapter;
        try
        {
            using InvAdapterModule begun = InvAdapterModule.Load(file, model.UNet.Sites);
            if (begun.Fusion != adapter.Fusion)
                throw new InvalidFileException(file, "fusion", $"{adapter.Fusion}, as this training asks for", $"{begun.Fusion}");
            if (begun.Sites.Except(adapter.Sites).Any())
                throw new InvalidFileException(file, "the sites", $"among {_options.Sites}, as this training asks for", string.Join(", ", begun.Sites.Select(site => site.Name)));
            adapter.BeginWith(begun);
            return adapter;
        }
        catch
        {
            adapter.Dispose();
            throw;
        }
    }

    private string Save(TrainingRun<ReferenceBatch> run, BaseModel model, string folder)
    {
        using var finished = new InvAdapterModule(_options.Sites.Of(model.UNet.Sites), _options.Fusion);
        run.CopyAverageTo([finished]);
        string path = Path.Combine(folder, "adapter.safetensors");
        finished.Save(path, model.Fingerprint, _options.Source, _options.CleanTimestep, _training.StoreAs);
        return path;
    }
}
