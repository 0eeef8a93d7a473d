namespace InvAdapter.Cli;

/// <summary>What the pipeline's stages are called.</summary>
internal static class StageNames
{
    public static string Of(PipelineStage stage) => stage switch
    {
        PipelineStage.Capturing => "capturing features",
        PipelineStage.Comparing => "comparing layers",
        PipelineStage.Measuring => "measuring the whole",
        _ => stage.ToString().ToLowerInvariant(),
    };
}
