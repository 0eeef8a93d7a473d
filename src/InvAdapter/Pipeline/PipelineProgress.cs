namespace InvAdapter;

/// <summary>Where a pipeline stands; reported behind every UNet call, and when a stage without UNet calls begins and ends.</summary>
/// <param name="Stage">What it is doing.</param>
/// <param name="Step">UNet calls (or images encoded or decoded) done in this stage.</param>
/// <param name="Steps">How many there are at most.</param>
public readonly record struct PipelineProgress(PipelineStage Stage, int Step, int Steps);
