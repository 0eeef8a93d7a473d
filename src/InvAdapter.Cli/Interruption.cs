using System.Runtime.InteropServices;

namespace InvAdapter.Cli;

/// <summary>Turns Ctrl+C and SIGTERM into cancellation. The second one ends the process at once, as the system does by default.</summary>
internal sealed class Interruption : IDisposable
{
    private const string ShowCursor = "\e[?25h";

    private readonly CancellationTokenSource _source = new();
    private readonly CliConsole _console;
    private readonly PosixSignalRegistration[] _registrations;

    public Interruption(CliConsole console)
    {
        _console = console;
        _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt)];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
        _source.Dispose();
    }

    private void Interrupt(PosixSignalContext context)
    {
        if (!_source.IsCancellationRequested)
        {
            context.Cancel = true;
            _source.Cancel();
        }
        else if (_console.IsInteractive)
        {
            // Live bars hide the cursor, and nobody will be left to bring it back.
            _console.Error.Write(ShowCursor);
        }
    }
}
