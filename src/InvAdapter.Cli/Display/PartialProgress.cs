namespace InvAdapter.Cli;

/// <summary>Shows one of several batches as its share of the whole. Every batch takes as many UNet calls, but the last may have fewer images.</summary>
internal sealed class PartialProgress(IProgress<PipelineProgress> whole, int batch, int batches, int imagesBefore, int images) : IProgress<PipelineProgress>
{
    public void Report(PipelineProgress value) => whole.Report(value.Stage == PipelineStage.Decoding
        ? value with { Step = imagesBefore + value.Step, Steps = images }
        : value with { Step = batch * value.Steps + value.Step, Steps = batches * value.Steps });
}
