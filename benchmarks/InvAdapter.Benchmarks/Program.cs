using System.CommandLine;
using System.Globalization;
using BenchmarkDotNet.Running;
using InvAdapter.Benchmarks;
using InvAdapter.Benchmarks.FullSize;
using InvAdapter.Benchmarks.Reports;

// Figures read the same whatever the machine's language.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var root = new RootCommand("Measures InvAdapter. Anything else is passed on to BenchmarkDotNet, as in: --filter '*Step*'")
{
    ReportCommand.Create(),
    FullSizeCommand.Create(),
    StockCommand.Create(),
    Int8Command.Create(),
};

bool ours = args is [] or ["--help" or "-h" or "-?", ..] || root.Subcommands.Any(command => command.Name == args[0]);
if (ours)
    return root.Parse(args is [] ? ["--help"] : args).Invoke();

// BenchmarkDotNet runs in folders of its own.
if (Environment.GetEnvironmentVariable(BenchmarkModel.Variable) is { Length: > 0 } folder)
    Environment.SetEnvironmentVariable(BenchmarkModel.Variable, Path.GetFullPath(folder));
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
