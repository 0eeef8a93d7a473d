using InvAdapter.Training.Cli;
using Xunit;

namespace InvAdapter.Training.Tests.Runs;

/// <summary>The command-line tool, run within the test's process.</summary>
internal static class TrainingTool
{
    public static (int Code, string Output, string Errors) Run(string[] args, CancellationToken? cancellation = null)
    {
        using StringWriter output = new() { NewLine = "\n" }, errors = new() { NewLine = "\n" };
        int code = TrainApplication.Run(args, output, errors, cancellation ?? TestContext.Current.CancellationToken);
        return (code, output.ToString(), errors.ToString());
    }
}
