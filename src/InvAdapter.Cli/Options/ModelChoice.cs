namespace InvAdapter.Cli;

/// <summary>Which model to load, and how.</summary>
internal sealed record ModelChoice(string Folder, PipelineOptions Options);
