using Microsoft.ML.OnnxRuntime;

namespace InvAdapter.Runtime;

/// <summary>A call of a session whose inputs and outputs stay bound, so that repeating it makes nothing anew. For one thread at a time.</summary>
internal sealed class BoundCall : IDisposable
{
    private readonly OnnxSession _session;
    private readonly OrtIoBinding _binding;
    private readonly RunOptions _run = new();

    internal BoundCall(OnnxSession session, OrtIoBinding binding) => (_session, _binding) = (session, binding);

    /// <summary>Binds an input. Its values are read where they are on the CPU; other devices get a copy now, so that changed values have to be bound again.</summary>
    public void Input(string name, DeviceTensor value) => _binding.BindInput(name, value.Value);

    /// <summary>Binds an output, which is written in place.</summary>
    public void Output(string name, DeviceTensor value) => _binding.BindOutput(name, value.Value);

    /// <summary>Lets the runs from now on give back the session's memory, on the CPU.</summary>
    public void ShrinkAfterwards() => _session.ShrinkAfter(_run);

    /// <summary>Runs the graph.</summary>
    /// <exception cref="OperationCanceledException">The run was stopped; it can be repeated.</exception>
    /// <exception cref="InferenceException">The runtime failed.</exception>
    public void Run(CancellationToken cancellation) => _session.Run(_run, _binding, cancellation);

    /// <summary>Lets go of everything that is bound.</summary>
    public void Dispose()
    {
        _run.Dispose();
        _binding.Dispose();
    }
}
