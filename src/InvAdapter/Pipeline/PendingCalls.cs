using InvAdapter.Features;

namespace InvAdapter;

/// <summary>Counts the calls under way, so that nothing is released beneath one.</summary>
internal sealed class PendingCalls
{
    private readonly object _gate = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;
    private Task? _closed;

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

    /// <summary>Runs a call that uses an identity, which stays usable until the call is done.</summary>
    public async Task<T> Run<T>(Identity? identity, Func<T> call, CancellationToken cancellation)
    {
        using IdentityUse? use = identity?.Use();
        return await Run(call, cancellation).ConfigureAwait(false);
    }

    /// <summary>Lets no more calls in, waits for those under way, then releases what they used.</summary>
    /// <param name="release">Called once, however often calls are closed; everyone who closes them waits for it.</param>
    public Task CloseAsync(Action release)
    {
        lock (_gate)
        {
            _closed ??= _drained.Task.ContinueWith(_ => release(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            if (_running == 0)
                _drained.TrySetResult();
            return _closed;
        }
    }

    private void Enter()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed is not null, typeof(InvAdapterPipeline));
            _running++;
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            if (--_running == 0 && _closed is not null)
                _drained.TrySetResult();
        }
    }
}
