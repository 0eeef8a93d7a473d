using InvAdapter.Tests;
using InvAdapter.Training.Runs;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace InvAdapter.Training.Tests.Runs;

public class TrainingRunTests : TorchTest
{
    private static readonly TrainingOptions s_options = new() { Steps = 4, BatchSize = 2, WarmUpSteps = 0, Threads = 1 };

    [Fact]
    public void A_folder_with_a_run_is_not_overwritten()
    {
        using var folder = new TemporaryFolder();
        Finish(folder.Path, s_options);

        TrainingRunException error = Assert.Throws<TrainingRunException>(() => Finish(folder.Path, s_options));
        Assert.Contains("checkpoint.safetensors is there already", error.Message, StringComparison.Ordinal);
        Assert.Equal(4, Finish(folder.Path, s_options, resume: true));
    }

    [Fact]
    public void Another_run_is_not_resumed_as_this_one()
    {
        using var folder = new TemporaryFolder();
        Finish(folder.Path, s_options);

        InvalidFileException error = Assert.Throws<InvalidFileException>(() => Finish(folder.Path, s_options with { BatchSize = 3 }, resume: true));
        Assert.Contains("batch_size", error.Message, StringComparison.Ordinal);

        // How often it saves changes nothing.
        Assert.Equal(4, Finish(folder.Path, s_options with { CheckpointInterval = TimeSpan.Zero }, resume: true));
    }

    [Fact]
    public void Resuming_where_nothing_is_begins() => Assert.Equal(4, FinishInNewFolder(s_options, resume: true));

    [Fact]
    public void An_error_in_the_data_comes_out()
    {
        using var folder = new TemporaryFolder();
        using var task = new LineTask { FailsToRead = true };
        using var run = new TrainingRun<float>(folder.Path, task, s_options);
        Assert.Throws<InvalidDataException>(() => run.Run(cancellation: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_loss_that_is_no_number_stops_the_run_before_it_learns_from_it()
    {
        using var folder = new TemporaryFolder();
        using var task = new LineTask { Scale = float.NaN };
        using var run = new TrainingRun<float>(folder.Path, task, s_options);
        float before = task.Weight;

        Assert.Contains("At step 0", Assert.Throws<TrainingRunException>(() => run.Run(cancellation: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
        Assert.Equal(before, task.Weight);
    }

    [Fact]
    public void Progress_counts_steps_and_the_time_that_is_left()
    {
        using var folder = new TemporaryFolder();
        using var task = new LineTask();
        using var run = new TrainingRun<float>(folder.Path, task, s_options);
        List<TrainingProgress> all = [];
        run.Run(new Steps(all.Add), TestContext.Current.CancellationToken);

        Assert.Equal([1, 2, 3, 4], all.Select(progress => progress.Step));
        Assert.All(all, progress => Assert.True(progress is { Steps: 4, SamplesPerSecond: > 0 } && double.IsFinite(progress.Loss)));
        Assert.Equal(TimeSpan.Zero, all[^1].TimeLeft);
    }

    [Fact]
    public void Options_say_what_they_take()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingOptions { Steps = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingOptions { BatchSize = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingOptions { LearningRate = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingOptions { AverageDecay = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingOptions { ComputeType = ScalarType.Int32 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingOptions { Threads = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => FinishInNewFolder(s_options with { WarmUpSteps = 4 }));
    }

    private static long FinishInNewFolder(TrainingOptions options, bool resume = false)
    {
        using var folder = new TemporaryFolder();
        return Finish(folder.Path, options, resume);
    }

    private static long Finish(string folder, TrainingOptions options, bool resume = false)
    {
        using var task = new LineTask();
        using var run = new TrainingRun<float>(folder, task, options, resume);
        run.Run(cancellation: TestContext.Current.CancellationToken);
        return run.Step;
    }

    /// <summary>One weight that learns to be 1.</summary>
    private sealed class LineTask : ITrainingTask<float>, IDisposable
    {
        private readonly Linear _line = nn.Linear(1, 1, hasBias: false);

        public bool FailsToRead { get; init; }

        public float Scale { get; init; } = 1;

        public float Weight => _line.weight!.item<float>();

        public IReadOnlyList<nn.Module> Modules => [_line];

        public int SampleCount => 10;

        public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string> { ["task"] = "line" };

        public float Prepare(ReadOnlySpan<int> samples) => FailsToRead ? throw new InvalidDataException() : samples[0];

        public Tensor Loss(float batch)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor x = ones(1, 1) * batch;
            return ((_line.forward(x) - x) * Scale).square().mean().MoveToOuterDisposeScope();
        }

        public void Dispose() => _line.Dispose();
    }
}
