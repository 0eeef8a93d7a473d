namespace InvAdapter.Cli;

/// <summary>Shows how far some work is.</summary>
internal interface IProgressDisplay
{
    /// <summary>Does the work. Reports may come from any thread.</summary>
    /// <param name="work">What it is, for people.</param>
    /// <param name="action">The work.</param>
    Task<T> RunAsync<T>(string work, Func<IProgress<PipelineProgress>, Task<T>> action);
}
