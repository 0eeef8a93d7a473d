using System.Text.Json;
using InvAdapter.Cli;

namespace InvAdapter.Tests.Cli;

/// <summary>One run of the tool through its entry point, and what it wrote.</summary>
internal sealed record CliRun(int ExitCode, string Output, string Error)
{
    /// <summary>Standard output as the one JSON object that it is; fails where it is anything else.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public static async Task<CliRun> Of(PipelineFactory load, CancellationToken cancellation, params IReadOnlyList<string> args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = await CliApplication.RunAsync(args, new CliConsole(output, error, IsInteractive: false), load, cancellation);
        return new CliRun(code, output.ToString(), error.ToString());
    }

    public static Task<CliRun> Of(FakePipeline pipeline, params IReadOnlyList<string> args) => Of(pipeline.LoadAsync, pipeline.Cancellation.Token, args);

    public static Task<CliRun> Of(params IReadOnlyList<string> args) => Of(new FakePipeline(), args);
}
