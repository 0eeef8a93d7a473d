using System.Diagnostics;
using InvAdapter.Training.Checkpoints;
using InvAdapter.Training.Data;
using InvAdapter.Training.Optimization;
using TorchSharp;
using static TorchSharp.torch;

namespace InvAdapter.Training.Runs;

/// <summary>Trains a task in a folder, which has all that is needed to go on after a kill and come to the very same bits.</summary>
/// <remarks>
/// The folder gets <c>run.json</c> (the settings), <c>checkpoint.safetensors</c> and <c>loss.csv</c>. A batch and its random
/// numbers depend on its step alone, and the rest of a run's future is in the checkpoint.
/// </remarks>
/// <typeparam name="TBatch">The task's batches.</typeparam>
public sealed class TrainingRun<TBatch> : IDisposable
{
    private readonly string _folder;
    private readonly ITrainingTask<TBatch> _task;
    private readonly TrainingOptions _options;
    private readonly CosineSchedule _schedule;
    private readonly ParameterVector _parameters;
    private readonly VectorAdamW _optimizer;
    private readonly MovingAverage _average;
    private long _savedAt = Stopwatch.GetTimestamp();

    /// <summary>Begins a run, or takes one up.</summary>
    /// <param name="folder">The run's folder; made where it is missing.</param>
    /// <param name="task">What to train; borrowed.</param>
    /// <param name="options">How.</param>
    /// <param name="resume">Whether to go on from the folder's checkpoint. Where there is none, the run begins.</param>
    /// <exception cref="ArgumentException">The options don't go together.</exception>
    /// <exception cref="LibTorchException">libtorch can't be loaded.</exception>
    /// <exception cref="TrainingRunException">The folder has a run already, which is not to be resumed.</exception>
    /// <exception cref="InvalidFileException">The folder's run is another one.</exception>
    public TrainingRun(string folder, ITrainingTask<TBatch> task, TrainingOptions options, bool resume = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(options);
        LibTorch.Require();
        (_folder, _task, _options) = (folder, task, options);
        _schedule = new CosineSchedule(options.LearningRate, options.WarmUpSteps, options.Steps);
        bool exists = File.Exists(CheckpointPath);
        if (exists && !resume)
            throw new TrainingRunException($"{CheckpointPath} is there already: resume that run, or choose another folder.");

        SortedDictionary<string, string> settings = RunSettings.Of(options, task.Settings);
        if (exists)
            RunSettings.Require(SettingsPath, settings);
        if (options.Threads is { } threads)
            set_num_threads(threads);
        _parameters = new ParameterVector(task.Modules, options.ComputeType);
        _optimizer = new VectorAdamW(_parameters, new AdamWOptions { WeightDecay = options.WeightDecay });
        _average = new MovingAverage(_parameters, options.AverageDecay);
        try
        {
            if (exists)
                Step = TrainingCheckpoint.Load(CheckpointPath, _parameters, _optimizer, _average);
            else
                Begin(settings);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Steps done.</summary>
    public long Step { get; private set; }

    private string SettingsPath => Path.Combine(_folder, "run.json");

    private string CheckpointPath => Path.Combine(_folder, "checkpoint.safetensors");

    /// <summary>Trains to the end.</summary>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancellation">Stops between two steps, after a checkpoint.</param>
    /// <exception cref="OperationCanceledException">The run was cancelled, and can be resumed.</exception>
    /// <exception cref="TrainingRunException">The loss or its gradient is not a finite number any more.</exception>
    public void Run(IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        var order = new ShuffledOrder(_task.SampleCount, _options.Seed);
        using var log = LossLog.Open(Path.Combine(_folder, "loss.csv"), Step);
        using var batches = new BatchProducer<TBatch>(step => Prepare(order, step), Step, _options.Steps);
        var pace = new TrainingPace(Step, _options);
        while (Step < _options.Steps)
        {
            if (cancellation.IsCancellationRequested)
            {
                Save();
                cancellation.ThrowIfCancellationRequested();
            }

            LossLogEntry entry = Learn(batches.Next());
            log.Write(entry);
            Step++;
            if (Step == _options.Steps || Stopwatch.GetElapsedTime(_savedAt) >= _options.CheckpointInterval)
                Save();
            progress?.Report(pace.After(Step, entry.Loss));
        }
    }

    /// <summary>Copies the moving average, in float32, to networks made as the task's were. What the task has frozen is not copied.</summary>
    /// <param name="modules">The networks, in the task's order.</param>
    /// <exception cref="ArgumentException">They have other parameters.</exception>
    public void CopyAverageTo(IReadOnlyList<nn.Module> modules) => _parameters.CopyTo(modules, _average.Values);

    /// <summary>Releases the optimiser's memory. The networks keep the last step's weights.</summary>
    public void Dispose()
    {
        _average.Dispose();
        _optimizer.Dispose();
        _parameters.Dispose();
    }

    private void Begin(SortedDictionary<string, string> settings)
    {
        Directory.CreateDirectory(_folder);
        RunSettings.Write(SettingsPath, settings);
    }

    private TBatch Prepare(ShuffledOrder order, long step)
    {
        var samples = new int[_options.BatchSize];
        for (int i = 0; i < samples.Length; i++)
            samples[i] = order[step * samples.Length + i];
        return _task.Prepare(samples);
    }

    private LossLogEntry Learn(TBatch batch)
    {
        using DisposeScope scope = NewDisposeScope();
        LibTorch.Seed(_options.Seed, Step);
        _parameters.ZeroGradients();
        Tensor loss = _task.Loss(batch);
        loss.backward();
        double norm = _parameters.Collect(_options.MaximumGradientNorm);
        double value = loss.item<float>();
        if (!double.IsFinite(value) || !double.IsFinite(norm))
            throw new TrainingRunException($"At step {Step} the loss is {value} and its gradient's length {norm}: use a lower learning rate, or float32.");
        double rate = _schedule.At(Step);
        _optimizer.Step(rate);
        _average.Update();
        return new LossLogEntry(Step, value, rate, norm);
    }

    private void Save()
    {
        TrainingCheckpoint.Save(CheckpointPath, _parameters, _optimizer, _average, Step);
        _savedAt = Stopwatch.GetTimestamp();
    }
}
