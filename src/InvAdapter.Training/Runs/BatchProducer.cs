using System.Collections.Concurrent;

namespace InvAdapter.Training.Runs;

/// <summary>Makes the batches of coming steps on a thread of its own, a few ahead.</summary>
internal sealed class BatchProducer<TBatch> : IDisposable
{
    private const int Ahead = 4;

    private readonly BlockingCollection<TBatch> _batches = new(Ahead);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;

    /// <summary>Begins at once.</summary>
    /// <param name="make">Makes a step's batch.</param>
    /// <param name="first">The first step.</param>
    /// <param name="end">The step after the last one.</param>
    public BatchProducer(Func<long, TBatch> make, long first, long end) =>
        _work = Task.Factory.StartNew(() => Produce(make, first, end), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>The next step's batch; throws what making it has thrown.</summary>
    public TBatch Next()
    {
        if (_batches.TryTake(out TBatch? batch, Timeout.Infinite))
            return batch;
        _work.GetAwaiter().GetResult();
        throw new InvalidOperationException("There are no more batches.");
    }

    /// <summary>Stops, and waits until nothing is being made any more.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        Task.WaitAny(_work);
        _stop.Dispose();
        _batches.Dispose();
    }

    private void Produce(Func<long, TBatch> make, long first, long end)
    {
        try
        {
            for (long step = first; step < end; step++)
                _batches.Add(make(step), _stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
        finally
        {
            _batches.CompleteAdding();
        }
    }
}
