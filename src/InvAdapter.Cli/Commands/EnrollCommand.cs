using System.CommandLine;
using System.Diagnostics;
using InvAdapter.Configuration;
using InvAdapter.Features;
using InvAdapter.Imaging;
using InvAdapter.Skia;
using InvAdapter.Weights;

namespace InvAdapter.Cli;

/// <summary><c>invadapter enroll</c>: one photo to an identity file.</summary>
internal sealed class EnrollCommand : CliCommand
{
    private readonly ModelOptions _model = new(takesAdapter: true);
    private readonly InversionOptions _inversion = new(InversionMethod.Ddim);
    private readonly Option<string?> _image = OptionOf.Text("--image", "The reference photo (PNG, JPEG, WebP, GIF or BMP). It is scaled and cropped to the size.", "FILE");
    private readonly Option<string?> _out = OptionOf.Text("--out", "The identity file to write, as in anna.identity.safetensors. Replaces an older one.", "FILE");
    private readonly Option<ImageSize?> _size = OptionOf.Text("--size", "Size in pixels, as in 512x768 or 512. Default: the model's own.", "WxH", SizeText.Parse);
    private readonly Option<int?> _steps = OptionOf.Whole("--steps", "Inversion steps; best as many as generation will take. Default: 20.");
    private readonly Option<FeatureSource?> _source = FeatureOptions.Source();
    private readonly Option<int?> _cleanTimestep = FeatureOptions.CleanTimestep();
    private readonly Option<SiteFilter?> _sites = FeatureOptions.Sites("Attention sites to capture: all, self or cross, and where, as in self@1,2 or all@up_blocks. Default: the adapter's.");
    private readonly Option<TokenBudget?> _tokens = FeatureOptions.Tokens();
    private readonly Option<ElementType?> _store = OptionOf.Choice(
        "--store", "Number type of the stored features; float16 halves the file. Default: float32.", ("float32", ElementType.Float32), ("float16", ElementType.Float16));

    private readonly Option<int?> _captureEvery = OptionOf.Whole("--capture-every", "Capture at every Nth step only, for a smaller file. Default: 1.");

    public EnrollCommand()
        : base("enroll", "Make an identity file from one photo of a person.")
    {
        _image.Required = true;
        _out.Required = true;
        _model.AddTo(this);
        Add(_image);
        Add(_out);
        Add(_size);
        Add(_steps);
        _inversion.AddTo(this);
        Add(_source);
        Add(_cleanTimestep);
        Add(_sites);
        Add(_captureEvery);
        Add(_tokens);
        Add(_store);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "invadapter enroll --model sd15 --image anna.jpg --out anna.identity.safetensors",
        "invadapter enroll --model sd15 --image anna.jpg --out anna.identity.safetensors --inversion fixed-point --iterations 5 --store float16",
    ];

    public override async Task<CommandResult> RunAsync(ParseResult parse, CliSession session, CancellationToken cancellation)
    {
        ModelChoice model = _model.Read(parse);
        var options = new EnrollmentOptions
        {
            Steps = parse.GetValue(_steps) ?? new EnrollmentOptions().Steps,
            Inverter = _inversion.Read(parse),
            Source = parse.GetValue(_source),
            CleanTimestep = parse.GetValue(_cleanTimestep),
            Sites = parse.GetValue(_sites),
            CaptureEvery = parse.GetValue(_captureEvery) ?? 1,
            TokenBudget = TokenBudget.Read(parse, _tokens),
        };
        string path = parse.GetValue(_out)!;
        string photoPath = parse.GetValue(_image)!;
        OutputFile.RequireIdentity("--out", path);
        OutputFile.RequireDifferent(("--image", photoPath), ("--out", path));
        PixelBuffer photo = ImageFile.Read(photoPath);

        var clock = Stopwatch.StartNew();
        await using IInvAdapterPipeline pipeline = await session.LoadAsync(model.Folder, model.Options, cancellation);
        PixelBuffer reference = ReferenceImage.For(pipeline, photo, parse.GetValue(_size));
        using Identity identity = await session.ShowAsync("enrolling", progress => pipeline.EnrollAsync(reference, options, progress, cancellation));
        cancellation.ThrowIfCancellationRequested();
        identity.Save(path, parse.GetValue(_store) ?? ElementType.Float32);
        return EnrollResult.Of(path, identity, reference.Size, clock.Elapsed);
    }
}
