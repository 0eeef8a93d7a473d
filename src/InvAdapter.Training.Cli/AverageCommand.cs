using System.CommandLine;
using InvAdapter.Training.Adapters;
using InvAdapter.Weights;

namespace InvAdapter.Training.Cli;

/// <summary><c>average</c>: the mean of trainings that ran side by side.</summary>
internal sealed class AverageCommand : Command
{
    public AverageCommand(TextWriter output)
        : base("average", "Write the mean of adapters that began with one and saw other samples: trainings side by side, one a core.")
    {
        var adapters = new Argument<FileInfo[]>("adapters") { Description = "Two adapter files or more, of the same sites, fusion, base and source.", HelpName = "FILE", Arity = ArgumentArity.OneOrMore };
        var file = new Option<FileInfo>("--out") { Description = "The file to make or replace.", HelpName = "FILE", Required = true };
        var half = new Option<bool>("--float16") { Description = "Store float16." };
        Add(adapters);
        Add(file);
        Add(half);
        SetAction(parse =>
        {
            FileInfo[] files = parse.GetRequiredValue(adapters);
            string path = parse.GetRequiredValue(file).FullName;
            AdapterMean.Write([.. files.Select(item => item.FullName)], path, parse.GetValue(half) ? ElementType.Float16 : ElementType.Float32);
            output.WriteLine($"{path}: the mean of {files.Length}");
        });
    }
}
