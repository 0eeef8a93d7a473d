using System.CommandLine;
using InvAdapter.Imaging;
using InvAdapter.Quantization;
using InvAdapter.TinyFaces;

namespace InvAdapter.Cli;

/// <summary><c>invadapter quantize</c>: a model folder whose UNet runs in int8, from one in floating point.</summary>
internal sealed class QuantizeCommand : CliCommand
{
    private static readonly QuantizationOptions s_defaults = new();

    private readonly Option<string?> _model = OptionOf.Text("--model", $"The Stable Diffusion folder (unet/, vae/, text_encoder/, tokenizer/, scheduler/), or {TinyFacesModel.Name}.", "FOLDER");
    private readonly Option<string?> _out = OptionOf.Text("--out", "The folder to make; missing, or empty.", "FOLDER");
    private readonly Option<string[]> _prompts = OptionOf.Several("--prompt", $"What is drawn to see what layers are given. Default: {s_defaults.Prompts.Length} prompts of its own.", "TEXT...", text => text);
    private readonly Option<double[]> _guidance = OptionOf.Several(
        "--guidance", $"Guidance scales, in turn for one prompt after another. Default: {string.Join(' ', s_defaults.GuidanceScales.Select(FactLines.Small))}.", "X...", OptionOf.Number);

    private readonly Option<int?> _steps = OptionOf.Whole("--steps", $"Timesteps at which layers are seen. Default: {s_defaults.Steps}.");
    private readonly Option<int?> _seed = OptionOf.Whole("--seed", "Seed of the first prompt's noise. Default: 0.");
    private readonly Option<ImageSize?> _size = OptionOf.Text("--size", "Size of what is drawn, as in 512x768 or 512. Default: the model's own.", "WxH", SizeText.Parse);
    private readonly Option<double?> _maxError = OptionOf.Real("--max-error", $"Layers whose relative error in int8 is above this stay in floating point. Default: {FactLines.Small(s_defaults.MaxLayerError)}.");
    private readonly Option<string[]> _keep = OptionOf.Several(
        "--keep", $"Layers that stay in floating point, by names or parts of names between dots. Default: {string.Join(' ', s_defaults.KeepFloat)}.", "NAME...", text => text);

    private readonly Option<int?> _threads = OptionOf.Whole("--threads", "CPU threads. Default: 0, one a core.");
    private readonly Option<string?> _variant = OptionOf.Text("--variant", "Which weight files to read where there are several, as in fp16.", "NAME");

    public QuantizeCommand()
        : base("quantize", "Make a model folder whose UNet runs in int8 on CPUs, and measure what that costs.")
    {
        _model.Required = true;
        _out.Required = true;
        foreach (Option option in (Option[])[_model, _out, _prompts, _guidance, _steps, _seed, _size, _maxError, _keep, _threads, _variant])
            Add(option);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "invadapter quantize --model sd15 --out sd15-int8",
        "invadapter quantize --model sd15 --out sd15-int8 --prompt \"a portrait of a man\" \"a woman at the sea\" --steps 12 --max-error 0.03",
    ];

    public override async Task<CommandResult> RunAsync(ParseResult parse, CliSession session, CancellationToken cancellation)
    {
        (string model, _) = ModelName.Resolve(parse.GetValue(_model)!);
        string path = parse.GetValue(_out)!;
        QuantizationOptions options = Read(parse);
        QuantizationReport report = await session.ShowAsync("quantizing", progress => Quantizer.QuantizeAsync(model, path, options, progress, cancellation));
        return QuantizeResult.Of(path, report);
    }

    /// <summary>The record's own defaults stand where nothing is given.</summary>
    private QuantizationOptions Read(ParseResult parse) => new()
    {
        Prompts = parse.Has(_prompts) ? [.. parse.GetValue(_prompts)!] : s_defaults.Prompts,
        GuidanceScales = parse.Has(_guidance) ? [.. parse.GetValue(_guidance)!] : s_defaults.GuidanceScales,
        Steps = parse.GetValue(_steps) ?? s_defaults.Steps,
        Seed = parse.GetValue(_seed) ?? s_defaults.Seed,
        Size = parse.GetValue(_size),
        MaxLayerError = parse.GetValue(_maxError) ?? s_defaults.MaxLayerError,
        KeepFloat = parse.Has(_keep) ? [.. parse.GetValue(_keep)!] : s_defaults.KeepFloat,
        Threads = parse.GetValue(_threads) ?? s_defaults.Threads,
        Variant = parse.GetValue(_variant),
    };
}
