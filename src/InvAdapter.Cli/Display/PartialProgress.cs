namespace InvAdapter.Cli;

/// <summary>Shows one of several equal runs as its share of the whole.</summary>
internal sealed class PartialProgress(IProgress<PipelineProgress> whole, int part, int parts) : IProgress<PipelineProgress>
{
    public void Report(PipelineProgress value) =>
        whole.Report(value with { Step = part * value.Steps + value.Step, Steps = parts * value.Steps });
}
