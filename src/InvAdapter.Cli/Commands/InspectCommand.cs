using System.CommandLine;

namespace InvAdapter.Cli;

/// <summary><c>invadapter inspect</c>: what a model folder, an adapter or an identity holds.</summary>
internal sealed class InspectCommand : CliCommand
{
    private readonly Argument<string> _path = new("PATH") { Description = "A model folder, tiny-faces for the model that comes with the tool, an adapter (.safetensors) or an identity (.identity.safetensors)." };
    private readonly Option<string?> _variant = OptionOf.Text("--variant", "Which weight files of a model folder to read where there are several, as in fp16.", "NAME");

    public InspectCommand()
        : base("inspect", "Say what a model folder, an adapter or an identity holds, and what is wrong with it.")
    {
        Add(_path);
        Add(_variant);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "invadapter inspect tiny-faces",
        "invadapter inspect stable-diffusion-v1-5",
        "invadapter inspect anna.identity.safetensors --json",
    ];

    public override Task<CommandResult> RunAsync(ParseResult parse, CliSession session, CancellationToken cancellation)
    {
        (string path, _) = ModelName.Resolve(parse.GetValue(_path)!);
        string? variant = parse.GetValue(_variant);
        return Task.Run(() => Inspect(path, variant), cancellation);
    }

    private static CommandResult Inspect(string path, string? variant)
    {
        if (Directory.Exists(path))
            return ModelInspection.Run(path, variant);
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path}: there is no such file or folder.", path);
        if (variant is not null)
            throw new UsageException("--variant is for model folders.");
        return FileInspection.Run(path);
    }
}
