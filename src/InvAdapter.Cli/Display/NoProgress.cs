namespace InvAdapter.Cli;

/// <summary>Shows nothing.</summary>
internal sealed class NoProgress : IProgressDisplay, IProgress<PipelineProgress>
{
    public Task<T> RunAsync<T>(string work, Func<IProgress<PipelineProgress>, Task<T>> action) => action(this);

    public void Report(PipelineProgress value)
    {
    }
}
