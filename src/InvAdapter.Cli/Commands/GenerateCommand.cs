using System.Collections.Immutable;
using System.CommandLine;
using InvAdapter.Adapters;
using InvAdapter.Configuration;
using InvAdapter.Features;
using InvAdapter.Imaging;
using InvAdapter.Models;
using InvAdapter.Skia;

namespace InvAdapter.Cli;

/// <summary><c>invadapter generate</c>: prompts to images, of a person or plain.</summary>
internal sealed class GenerateCommand : CliCommand
{
    private readonly ModelOptions _model = new(takesAdapter: true);
    private readonly SeedOptions _seeds = new();
    private readonly InversionOptions _inversion = new(InversionMethod.Ddim);
    private readonly Option<string?> _prompt = OptionOf.Text("--prompt", "What to draw.", "TEXT");
    private readonly Option<string?> _negative = OptionOf.Text("--negative", "What to steer away from.", "TEXT");
    private readonly Option<string?> _identity = OptionOf.Text("--identity", "The person: a file that enroll has made.", "FILE");
    private readonly Option<string?> _image = OptionOf.Text("--image", "The person: a photo, enrolled on the fly.", "FILE");
    private readonly Option<string?> _out = OptionOf.Text(
        "--out", "The image to write (.png, .jpg, .jpeg or .webp), a name with {seed} in it, or a folder. Several seeds write NAME-SEED.png. Replaces older ones.", "FILE");

    private readonly Option<string?> _sheet = OptionOf.Text("--sheet", "Also write a contact sheet: reference, reconstruction and results.", "FILE");
    private readonly Option<int?> _steps = OptionOf.Whole("--steps", "Denoising steps, and inversion steps with --image. Default: 20; 10 with tiny-faces.");
    private readonly Option<double?> _guidance = OptionOf.Real("--guidance", "Classifier-free guidance scale; 1 for none. Default: 7.5; 3 with tiny-faces.");
    private readonly Option<StrengthSchedule?> _strength = OptionOf.Text(
        "--strength", "How strongly the person is fed back: X, or X:Y from the first step to the last, or X:Y@START-END within a part of the run (0 to 1). Default: 1.", "X", StrengthText.Parse);

    private readonly Option<Fusion?> _fusion = OptionOf.Choice(
        "--fusion", "How the person enters attention. Default: what the adapter was trained for.", (AdapterFileFormat.EmbeddedFusion, Fusion.Embedded), (AdapterFileFormat.DecoupledFusion, Fusion.Decoupled));

    private readonly Option<SamplerKind?> _sampler = OptionOf.Choice(
        "--sampler", "How noise becomes an image. Default: dpm-solver, and ddim where --eta or --start inverted ask for it.", ("ddim", SamplerKind.Ddim), ("dpm-solver", SamplerKind.DpmSolver));

    private readonly Option<double?> _eta = OptionOf.Real("--eta", "Fresh noise at each step of ddim, 0 to 1 (DDPM). Default: 0.");
    private readonly Option<ImageSize?> _size = OptionOf.Text("--size", "Size in pixels, as in 512x768 or 512. Default: the identity's, or the model's own.", "WxH", SizeText.Parse);
    private readonly Option<InitialLatents?> _start = OptionOf.Choice(
        "--start", "What to start from; inverted keeps the reference's layout. Default: noise.", ("noise", InitialLatents.Noise), ("inverted", InitialLatents.Inverted));

    private readonly Option<int?> _batch = OptionOf.Whole("--batch", "Images at once; more take more memory. Default: 1.");
    private readonly Option<FeatureSource?> _source = FeatureOptions.Source();
    private readonly Option<int?> _cleanTimestep = FeatureOptions.CleanTimestep();
    private readonly Option<TokenBudget?> _tokens = FeatureOptions.Tokens();
    private readonly Option<SiteFilter?> _sites = FeatureOptions.Sites("Attention sites to use: all, self or cross, and where, as in self@1,2 or all@up_blocks. Default: all that are there.");

    public GenerateCommand()
        : base("generate", "Draw images of an enrolled person, of a photo's person, or of nobody in particular.")
    {
        _prompt.Required = true;
        _out.Required = true;
        _model.AddTo(this);
        foreach (Option option in (Option[])[_prompt, _negative, _identity, _image, _out, .. _seeds.All, _steps, _guidance, _strength, _fusion, _sites, _sampler, _eta, _size, _start, _batch, _sheet])
            Add(option);
        _inversion.AddTo(this);
        Add(_source);
        Add(_cleanTimestep);
        Add(_tokens);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "invadapter generate --prompt \"a person in a red hat\" --out plain.png",
        "invadapter generate --model sd15 --identity anna.identity.safetensors --prompt \"a woman in a red hat, oil painting\" --out anna.png",
        "invadapter generate --model sd15 --image anna.jpg --prompt \"a woman at the sea\" --count 4 --out out/anna.png --sheet sheet.png",
        "invadapter generate --model sd15 --identity anna.identity.safetensors --prompt \"an astronaut\" --strength 1:0.4@0-0.8 --seed 3 7 11 --out out/{seed}.webp",
    ];

    public override async Task<CommandResult> RunAsync(ParseResult parse, CliSession session, CancellationToken cancellation)
    {
        RefuseWhatMeansNothing(parse);
        ModelChoice model = _model.Read(parse);
        GenerationRequest request = Request(parse, model);
        var files = new GenerateFiles(parse.GetValue(_out)!, parse.GetValue(_image), parse.GetValue(_identity), parse.GetValue(_sheet), request.Seeds);
        EnrollmentOptions enrollment = Enrollment(parse, request.Steps);
        PixelBuffer? photo = files.Photo is null ? null : ImageFile.Read(files.Photo);
        using Identity? loaded = files.Identity is null ? null : Identity.Load(files.Identity);

        await using IInvAdapterPipeline pipeline = await session.LoadAsync(model.Folder, model.Options, cancellation);
        if (request.Size is { } size)
            SizeText.Require(size, pipeline);
        PixelBuffer? reference = photo is null ? null : ReferenceImage.For(pipeline, photo, request.Size);
        using Identity? enrolled = reference is null
            ? null
            : await session.ShowAsync("enrolling", progress => pipeline.EnrollAsync(reference, enrollment, progress, cancellation));
        var run = new GenerateRun(session, pipeline, request with { Identity = loaded ?? enrolled }, files, reference);
        return await run.RunAsync(cancellation);
    }

    private void RefuseWhatMeansNothing(ParseResult parse)
    {
        bool hasPhoto = parse.Has(_image);
        if (hasPhoto && parse.Has(_identity))
            throw new UsageException("--identity and --image each name a person; give one of them.");
        if (!hasPhoto && !parse.Has(_identity))
            parse.Refuse("says how a person is fed back; give --identity or --image too.", _strength, _fusion, _sites, _start);
        if (!hasPhoto)
            parse.Refuse("says how a photo is enrolled; it goes with --image.", [.. _inversion.All, _source, _cleanTimestep, _tokens]);
    }

    private GenerationRequest Request(ParseResult parse, ModelChoice model)
    {
        // What suits the model stands where nothing is given.
        GenerationRequest request = model.Request(parse.GetValue(_prompt)!);
        GenerationRequest wanted = request with
        {
            NegativePrompt = parse.GetValue(_negative) ?? "",
            Fusion = parse.GetValue(_fusion),
            Seeds = _seeds.Read(parse),
            Size = parse.GetValue(_size),
            Start = parse.GetValue(_start) ?? InitialLatents.Noise,
            Steps = parse.GetValue(_steps) ?? request.Steps,
            GuidanceScale = parse.GetValue(_guidance) ?? request.GuidanceScale,
            Strength = parse.GetValue(_strength) ?? request.Strength,
            Sites = parse.GetValue(_sites) ?? request.Sites,
            Eta = parse.GetValue(_eta) ?? request.Eta,
            BatchSize = parse.GetValue(_batch) ?? request.BatchSize,
        };
        return parse.GetValue(_sampler) is { } sampler ? wanted with { Sampler = sampler } : wanted;
    }

    private EnrollmentOptions Enrollment(ParseResult parse, int steps) => new()
    {
        Inverter = _inversion.Read(parse),
        Sites = parse.GetValue(_sites),
        Steps = steps,
        Source = parse.GetValue(_source),
        CleanTimestep = parse.GetValue(_cleanTimestep),
        TokenBudget = TokenBudget.Read(parse, _tokens),
    };
}
