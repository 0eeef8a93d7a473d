using System.CommandLine;
using InvAdapter.Runtime;

namespace InvAdapter.Cli;

/// <summary><c>invadapter providers</c>: where networks can run here.</summary>
internal sealed class ProvidersCommand() : CliCommand("providers", "List where networks can run on this machine, and why not elsewhere.")
{
    public override IReadOnlyList<string> Examples => ["invadapter providers"];

    public override Task<CommandResult> RunAsync(ParseResult parse, CliSession session, CancellationToken cancellation) =>
        Task.FromResult<CommandResult>(new ProvidersResult(ExecutionProvider.Probe()));

    private sealed record ProvidersResult(IReadOnlyList<ProviderStatus> Providers) : CommandResult
    {
        public override void WriteText(TextWriter output) =>
            FactLines.Write(output, [.. Providers.Select(status => (status.Name.ToLowerInvariant(), status.IsAvailable ? "available" : status.Reason ?? "not available"))]);
    }
}
