using System.CommandLine;
using InvAdapter.Weights;

namespace InvAdapter.Benchmarks.FullSize;

/// <summary>Where a command's full-size model lies, and whether it stays.</summary>
internal sealed class FullSizeFolderOptions
{
    private readonly Option<DirectoryInfo?> _folder = new("--folder") { Description = "Where to write the model, or an earlier one to measure again; a temporary folder by default.", HelpName = "FOLDER" };
    private readonly Option<bool> _keep = new("--keep") { Description = "Keep the model; otherwise it is deleted, unless it was there before." };

    public IReadOnlyList<Option> All => [_folder, _keep];

    /// <inheritdoc cref="FullSizeFolder.Open"/>
    /// <param name="parsed">The command line.</param>
    /// <param name="type">What the model's weights are stored as.</param>
    public FullSizeFolder? Open(ParseResult parsed, ElementType type) => FullSizeFolder.Open(parsed.GetValue(_folder), type, parsed.GetValue(_keep));
}
