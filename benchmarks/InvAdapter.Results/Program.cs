// Measures who is recognised in generated images, and writes the tables and pictures of docs/results.md.
//
//     eng/run-with-libtorch dotnet run -c Release --project benchmarks/InvAdapter.Results -- --out FOLDER
//
// measures the shipped model and adapter, and the trainings that lie in trained/; --model, --runs and --rows are for others.

using System.CommandLine;
using System.Collections.Immutable;
using InvAdapter.Results;
using InvAdapter.TinyFaces;

var model = new Option<DirectoryInfo>("--model") { Description = "The base model's folder. Default: the shipped one.", DefaultValueFactory = _ => new DirectoryInfo(TinyFacesModel.Folder) };
var recognizer = new Option<DirectoryInfo>("--recognizer") { Description = "The recogniser's folder. Default: the one that lies here.", DefaultValueFactory = _ => new DirectoryInfo(Judge.DefaultFolder) };
var runs = new Option<DirectoryInfo>("--runs") { Description = "The folder that the rows' trained files lie in. Default: those that lie here.", DefaultValueFactory = _ => new DirectoryInfo(Path.Combine(AppContext.BaseDirectory, "trained")) };
var output = new Option<DirectoryInfo>("--out") { Description = "Folder for tables and pictures.", Required = true };
var rows = new Option<FileInfo>("--rows") { Description = "The rows.", DefaultValueFactory = _ => new FileInfo(Path.Combine(AppContext.BaseDirectory, "rows.json")) };
var people = new Option<int>("--people") { Description = "Held-out people.", DefaultValueFactory = _ => 64 };
var steps = new Option<int>("--steps") { Description = "Denoising steps.", DefaultValueFactory = _ => 10 };
var guidance = new Option<double>("--guidance") { Description = "Guidance scale.", DefaultValueFactory = _ => 3 };
var seeds = new Option<int>("--seeds") { Description = "Pictures of every person and prompt.", DefaultValueFactory = _ => 2 };

var root = new RootCommand("Measure identity, loyalty, copying and quality on held-out people.") { model, recognizer, runs, output, rows, people, steps, guidance, seeds };
root.SetAction(async (parse, cancellation) =>
{
    var settings = new ResultSettings(
        parse.GetValue(model)!.FullName,
        parse.GetValue(runs)!.FullName,
        parse.GetValue(people),
        parse.GetValue(steps),
        parse.GetValue(guidance),
        [.. Enumerable.Range(1, parse.GetValue(seeds)).Select(seed => (long)seed)]);
    var run = new ResultsRun(settings, parse.GetValue(recognizer)!.FullName, parse.GetRequiredValue(output).FullName, Console.Out);
    await run.RunAsync(ResultRow.Read(parse.GetValue(rows)!.FullName), cancellation);
});
return await root.Parse(args).InvokeAsync();
