using System.CommandLine;
using InvAdapter.Training.Corpora;

namespace InvAdapter.Training.Cli;

/// <summary><c>invert</c>: a corpus's DDIM trajectories, once for all adapters that learn from inversions.</summary>
internal sealed class InvertCommand : TrainCommand
{
    private readonly Option<DirectoryInfo> _out = new("--out") { Description = "Folder for the inversions; what is there of the same work is kept.", HelpName = "FOLDER", Required = true };
    private readonly Option<DirectoryInfo> _base = new("--base") { Description = "The base model's folder.", HelpName = "FOLDER", Required = true };
    private readonly Option<DirectoryInfo> _latents = new("--latents") { Description = "Latents with captions, as encode makes them.", HelpName = "FOLDER", Required = true };
    private readonly Option<int> _steps = RunOptions.Option("--steps", "Inversion steps; an identity should be enrolled in as many.", 10);
    private readonly Option<int?> _count = new("--count") { Description = "Pictures to invert, the first ones. Default: all.", HelpName = "N" };
    private readonly Option<int?> _threads = new("--threads") { Description = "Threads of libtorch. Default: as many as it takes by itself.", HelpName = "N" };

    public InvertCommand()
        : base("invert", "Invert a corpus's pictures with a base model.")
    {
        foreach (Option option in (Option[])[_out, _base, _latents, _steps, _count, _threads])
            Add(option);
    }

    protected override void Run(ParseResult parse, TextWriter output, CancellationToken cancellation)
    {
        string folder = parse.GetRequiredValue(_out).FullName;
        using LatentCorpus corpus = LatentCorpus.Open(parse.GetRequiredValue(_latents).FullName);
        int? count = parse.GetValue(_count);
        CorpusInverter.Invert(
            folder,
            corpus,
            parse.GetRequiredValue(_base).FullName,
            parse.GetValue(_steps),
            count,
            parse.GetValue(_threads),
            new CountProgress(output, "picture", count ?? corpus.Count),
            cancellation);
        using InversionCorpus inversions = InversionCorpus.Open(folder);
        output.WriteLine($"{folder}: {inversions.Description}");
    }
}
