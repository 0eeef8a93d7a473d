using System.CommandLine;

namespace InvAdapter.Benchmarks.Reports;

/// <summary><c>report</c>: whole-call comparisons on one model, as Markdown and JSON.</summary>
internal static class ReportCommand
{
    private const int ShortRounds = 1;
    private const int FullRounds = 7;

    public static Command Create()
    {
        var model = new Option<DirectoryInfo>("--model") { Description = $"A model folder; {BenchmarkModel.Variable} or the tests' tiny model by default." };
        var output = new Option<DirectoryInfo>("--output") { Description = "Where report.md and report.json go.", DefaultValueFactory = _ => new DirectoryInfo("artifacts") };
        var rounds = new Option<int?>("--rounds") { Description = $"Measurements of each way, in turn; {FullRounds} by default." };
        var shortened = new Option<bool>("--short") { Description = "A few seconds on the tiny model: proves that everything runs, says little about speed." };
        model.AcceptExistingOnly();
        rounds.Validators.Add(result =>
        {
            if (result.GetValue(rounds) is < 1 or > 1000)
                result.AddError("--rounds is 1 to 1000.");
        });

        var command = new Command("report", "Compare whole calls in turn (A B A B) and write a Markdown table and a JSON file.") { model, output, rounds, shortened };
        command.SetAction((parsed, cancellation) =>
        {
            bool isShort = parsed.GetValue(shortened);
            using var opened = BenchmarkModel.Open(parsed.GetValue(model)?.FullName);
            Report report = new ReportRun(opened, isShort, parsed.GetValue(rounds) ?? (isShort ? ShortRounds : FullRounds), cancellation).Run();
            Write(report, parsed.GetValue(output)!);
            return Task.FromResult(0);
        });
        return command;
    }

    private static void Write(Report report, DirectoryInfo folder)
    {
        string markdown = report.ToMarkdown();
        folder.Create();
        File.WriteAllText(Path.Combine(folder.FullName, "report.md"), markdown);
        File.WriteAllText(Path.Combine(folder.FullName, "report.json"), report.ToJson());
        Console.Write(markdown);
    }
}
