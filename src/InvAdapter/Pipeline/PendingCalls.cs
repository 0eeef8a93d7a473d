namespace InvAdapter;

/// <summary>Counts the calls under way, so that nothing is released beneath one.</summary>
internal sealed class PendingCalls
{
    private readonly object _gate = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;
    private bool _closed;

    /// <summary>Runs a call on the thread pool.</summary>
    /// <exception cref="ObjectDisposedException">Calls are closed.</exception>
    public async Task<T> Run<T>(Func<T> call, CancellationToken cancellation)
    {
        Enter();
        try
        {
            return await Task.Run(call, cancellation).ConfigureAwait(false);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Lets no more calls in and waits for those under way.</summary>
    /// <returns>Whether this was the first time: whoever gets true releases.</returns>
    public async Task<bool> CloseAsync()
    {
        bool first;
        lock (_gate)
        {
            first = !_closed;
            _closed = true;
            if (_running == 0)
                _drained.TrySetResult();
        }

        await _drained.Task.ConfigureAwait(false);
        return first;
    }

    private void Enter()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(InvAdapterPipeline));
            _running++;
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            if (--_running == 0 && _closed)
                _drained.TrySetResult();
        }
    }
}
