using InvAdapter.Configuration;
using InvAdapter.Models;
using InvAdapter.Scheduling;
using InvAdapter.Training.Checkpoints;
using InvAdapter.Training.Corpora;
using InvAdapter.Training.Modules;
using InvAdapter.Training.Runs;
using InvAdapter.Training.Tokenizers;
using static TorchSharp.torch;

namespace InvAdapter.Training.Diffusion;

/// <summary>Trains a text-to-image model from nothing on captioned latents: text encoder and UNet together, with a vocabulary of the captions' words.</summary>
public sealed class BaseTrainer
{
    private readonly BaseOptions _shape;
    private readonly TrainingOptions _training;
    private readonly LatentCorpus _corpus;
    private readonly string _autoencoder;
    private readonly string[] _words;

    /// <summary>Describes a training.</summary>
    /// <param name="shape">What is trained.</param>
    /// <param name="training">How.</param>
    /// <param name="corpus">On what; borrowed.</param>
    /// <param name="autoencoder">The <c>vae</c> folder that the corpus was encoded with; copied into the finished model.</param>
    /// <param name="words">Lower-case words of the captions, which become the vocabulary.</param>
    /// <exception cref="ArgumentException">The options don't go together.</exception>
    public BaseTrainer(BaseOptions shape, TrainingOptions training, LatentCorpus corpus, string autoencoder, IEnumerable<string> words)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentException.ThrowIfNullOrWhiteSpace(autoencoder);
        ArgumentNullException.ThrowIfNull(words);
        _ = shape.UNet(corpus.Shape);
        _ = shape.TextEncoder(1);
        corpus.RequireAutoencoder(autoencoder);
        (_shape, _training, _corpus, _autoencoder, _words) = (shape, training, corpus, autoencoder, [.. words]);
    }

    /// <summary>Trains to the end and saves the moving average, with all that belongs to it, as a model folder.</summary>
    /// <param name="folder">The run's folder; the model is its <c>model</c>.</param>
    /// <param name="resume">Whether to go on from its checkpoint, where it has one.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancellation">Stops between two steps, after a checkpoint.</param>
    /// <returns>The model's folder.</returns>
    /// <inheritdoc cref="TrainingRun{TBatch}(string, ITrainingTask{TBatch}, TrainingOptions, bool)" path="/exception"/>
    /// <exception cref="OperationCanceledException">The run was cancelled, and can be resumed.</exception>
    /// <exception cref="ModelFormatException">The model to begin with can't be read, or has another configuration.</exception>
    public string Train(string folder, bool resume = false, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        LibTorch.Require();
        ClipTokenizer tokenizer = WriteTokenizer(Path.Combine(folder, "tokenizer"));
        LibTorch.Seed(_training.Seed);
        UNetConfiguration configuration = UNet();
        using var unet = new UNet2DConditionModel(configuration);
        using var text = new CLIPTextModel(_shape.TextEncoder(tokenizer.VocabularySize));
        if (_shape.Start is { } start)
        {
            unet.BeginWith(Path.Combine(start, "unet"));
            text.BeginWith(Path.Combine(start, "text_encoder"));
        }

        using var task = new BaseTask(unet, text, tokenizer, _corpus, _shape);
        using var run = new TrainingRun<CaptionedLatents>(folder, task, _training, resume);
        run.Run(progress, cancellation);
        return Save(run, folder, configuration, tokenizer);
    }

    /// <summary>A model's token ids are those that its text encoder was trained on, so a model to begin with brings its own.</summary>
    private ClipTokenizer WriteTokenizer(string folder)
    {
        if (_shape.Start is not { } start)
            return TokenizerFolder.Write(folder, _words, _shape.PromptLength);
        _corpus.RequireAutoencoder(Path.Combine(start, "vae"));
        if (SchedulerConfiguration.Load(start) is var levels && levels != _shape.Scheduler)
            throw new ModelFormatException(start, "the scheduler", _shape.Scheduler.ToString(), levels.ToString());
        ModelFolderWriter.CopyPart(Path.Combine(start, "tokenizer"), folder);
        ClipTokenizer tokenizer = ClipTokenizer.Load(folder);
        return tokenizer.Length == _shape.PromptLength
            ? tokenizer
            : throw new ModelFormatException(folder, "the prompt length", $"{_shape.PromptLength}", $"{tokenizer.Length}");
    }

    /// <summary>The UNet's configuration; whether its attention needs float32 stays what it was found to be.</summary>
    private UNetConfiguration UNet()
    {
        UNetConfiguration configuration = _shape.UNet(_corpus.Shape);
        return _shape.Start is { } start
            ? configuration with { UpcastAttention = UNetConfiguration.Load(ModelFiles.Configuration(Path.Combine(start, "unet"))).UpcastAttention }
            : configuration;
    }

    private string Save(TrainingRun<CaptionedLatents> run, string folder, UNetConfiguration configuration, ClipTokenizer tokenizer)
    {
        using var unet = new UNet2DConditionModel(configuration);
        using var text = new CLIPTextModel(_shape.TextEncoder(tokenizer.VocabularySize));
        run.CopyAverageTo([unet, text]);
        string model = Path.Combine(folder, "model");
        unet.Save(Path.Combine(model, "unet"), _training.StoreAs);
        text.Save(Path.Combine(model, "text_encoder"), _training.StoreAs);
        ModelFolderWriter.CopyPart(Path.Combine(folder, "tokenizer"), Path.Combine(model, "tokenizer"));
        ModelFolderWriter.CopyPart(_autoencoder, Path.Combine(model, "vae"));
        ModelFolderWriter.WriteScheduler(model, _shape.Scheduler);
        ModelFolderWriter.WriteIndex(model);
        return model;
    }
}
