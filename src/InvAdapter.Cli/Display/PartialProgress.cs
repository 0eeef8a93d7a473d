namespace InvAdapter.Cli;

/// <summary>Shows one of several batches as its share of the whole.</summary>
/// <remarks>Every batch takes as many UNet calls, but the last may have fewer images. Prompts are read anew for each, which only the first one shows.</remarks>
internal sealed class PartialProgress(IProgress<PipelineProgress> whole, int batch, int batches, int imagesBefore, int images) : IProgress<PipelineProgress>
{
    public void Report(PipelineProgress value)
    {
        if (value.Stage == PipelineStage.Decoding)
            whole.Report(value with { Step = imagesBefore + value.Step, Steps = images });
        else if (value.Stage == PipelineStage.Generating)
            whole.Report(value with { Step = batch * value.Steps + value.Step, Steps = batches * value.Steps });
        else if (batch == 0)
            whole.Report(value);
    }
}
