namespace InvAdapter.Cli;

/// <summary>What one run of a command is given: where to load models, to show progress, and to warn.</summary>
internal sealed class CliSession(CliConsole console, PipelineFactory load, bool quiet)
{
    private readonly List<string> _warnings = [];
    private readonly IProgressDisplay _display =
        quiet ? new NoProgress() : console.IsInteractive ? new LiveProgress(console.Error) : new PlainProgress(console.Error, TimeProvider.System);

    /// <summary>Everything that was warned of so far.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Says that something was done in another way than asked.</summary>
    public void Warn(string message)
    {
        _warnings.Add(message);
        Tell($"warning: {message}");
    }

    /// <summary>Says something that is no result.</summary>
    public void Tell(string message)
    {
        if (!quiet)
            console.Error.WriteLine($"invadapter: {message}");
    }

    /// <summary>Does some work and shows how far it is.</summary>
    public Task<T> ShowAsync<T>(string work, Func<IProgress<PipelineProgress>, Task<T>> action) => _display.RunAsync(work, action);

    /// <summary>Loads a model folder.</summary>
    public Task<IInvAdapterPipeline> LoadAsync(string folder, PipelineOptions options, CancellationToken cancellation) =>
        ShowAsync("loading the model", _ => load(folder, options, cancellation));
}
