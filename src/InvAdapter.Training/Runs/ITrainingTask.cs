using static TorchSharp.torch;

namespace InvAdapter.Training.Runs;

/// <summary>What a <see cref="TrainingRun{TBatch}"/> trains, and on what.</summary>
/// <typeparam name="TBatch">A batch as the background thread makes it, without tensors.</typeparam>
public interface ITrainingTask<TBatch>
{
    /// <summary>The networks. Parameters that don't require a gradient stay as they are.</summary>
    IReadOnlyList<nn.Module> Modules { get; }

    /// <summary>Number of samples; each is seen once an epoch.</summary>
    int SampleCount { get; }

    /// <summary>All that the run's numbers depend on beside <see cref="TrainingOptions"/>; a resumed run must have the same.</summary>
    IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>Reads or draws a batch, on a thread of its own and ahead of time. It must depend on the arguments alone.</summary>
    /// <param name="samples">Numbers of its samples, 0 to below <see cref="SampleCount"/>.</param>
    TBatch Prepare(ReadOnlySpan<int> samples);

    /// <summary>A batch's loss. May draw from PyTorch's random numbers, which begin anew, by seed and step, for every batch.</summary>
    /// <param name="batch">What <see cref="Prepare"/> gave.</param>
    /// <returns>One float32 number that can be differentiated.</returns>
    Tensor Loss(TBatch batch);
}
