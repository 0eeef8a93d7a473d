namespace InvAdapter.Cli;

/// <summary>Loads a model folder; the one place where the commands meet the networks.</summary>
internal delegate Task<IInvAdapterPipeline> PipelineFactory(string folder, PipelineOptions options, CancellationToken cancellation);
