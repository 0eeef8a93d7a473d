using System.CommandLine;
using InvAdapter.Imaging;
using InvAdapter.Skia;

namespace InvAdapter.Cli;

/// <summary><c>invadapter reconstruct</c>: inverts a photo and draws it again, to see what inversion keeps.</summary>
internal sealed class ReconstructCommand : CliCommand
{
    private readonly ModelOptions _model = new(takesAdapter: false);
    private readonly InversionOptions _inversion = new(InversionMethod.FixedPoint);
    private readonly Option<string?> _image = OptionOf.Text("--image", "The photo.", "FILE");
    private readonly Option<string?> _out = OptionOf.Text("--out", "The picture to write (.png, .jpg, .jpeg or .webp). Replaces an older one.", "FILE");
    private readonly Option<string?> _sheet = OptionOf.Text("--sheet", "Also write photo, autoencoder's round trip and reconstruction side by side.", "FILE");
    private readonly Option<ImageSize?> _size = OptionOf.Text("--size", "Size in pixels, as in 512x768 or 512. Default: the model's own.", "WxH", SizeText.Parse);
    private readonly Option<int?> _steps = OptionOf.Whole("--steps", "Steps there and back. Default: 50; 20 with tiny-faces.");

    public ReconstructCommand()
        : base("reconstruct", "Invert a photo and draw it again: shows what inversion keeps of it.")
    {
        _image.Required = true;
        _out.Required = true;
        _model.AddTo(this);
        Add(_image);
        Add(_out);
        Add(_size);
        Add(_steps);
        _inversion.AddTo(this);
        Add(_sheet);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "invadapter reconstruct --model sd15 --image anna.jpg --out anna-again.png --inversion ddim",
        "invadapter reconstruct --model sd15 --image anna.jpg --out anna-again.png --iterations 10 --sheet compare.png",
    ];

    public override async Task<CommandResult> RunAsync(ParseResult parse, CliSession session, CancellationToken cancellation)
    {
        ModelChoice model = _model.Read(parse);
        var options = new ReconstructionOptions { Steps = parse.GetValue(_steps) ?? model.ReconstructionSteps, Inverter = _inversion.Read(parse) };
        (string photoPath, string path, string? sheetPath) = (parse.GetValue(_image)!, parse.GetValue(_out)!, parse.GetValue(_sheet));
        OutputFile.RequireImage("--out", path);
        if (sheetPath is not null)
            OutputFile.RequireImage("--sheet", sheetPath);
        OutputFile.RequireDifferent(("--image", photoPath), ("--out", path), ("--sheet", sheetPath));
        PixelBuffer photo = ImageFile.Read(photoPath);

        await using IInvAdapterPipeline pipeline = await session.LoadAsync(model.Folder, model.Options, cancellation);
        PixelBuffer reference = ReferenceImage.For(pipeline, photo, parse.GetValue(_size));
        ReconstructionResult result = await session.ShowAsync("reconstructing", progress => pipeline.ReconstructAsync(reference, options, progress, cancellation));
        cancellation.ThrowIfCancellationRequested();
        var report = ReconstructResult.Of(path, sheetPath, options, result);
        ImageFile.Write(path, result.Image);
        if (sheetPath is not null)
            ImageFile.Write(sheetPath, Sheet(reference, result, report));
        return report;
    }

    private static PixelBuffer Sheet(PixelBuffer reference, ReconstructionResult result, ReconstructResult report) => ResultSheet.Render(
        $"{report.Inversion}, {report.Steps} steps: latent error {FactLines.Small(report.LatentError)}, PSNR {report.PsnrText}",
        [],
        [(reference, "photo"), (result.RoundTrip, "autoencoder only"), (result.Image, "reconstruction")]);
}
