using System.CommandLine;
using InvAdapter.Graphs;
using InvAdapter.Runtime;
using InvAdapter.TinyFaces;

namespace InvAdapter.Cli;

/// <summary>Options of the commands that load a model: which one, and where it runs.</summary>
internal sealed class ModelOptions
{
    private const string NoAdapter = "none";

    private readonly Option<string?> _model = OptionOf.Text(
        "--model",
        $"The Stable Diffusion folder (unet/, vae/, text_encoder/, tokenizer/, scheduler/). Default: {TinyFacesModel.Name}, the model of drawn faces that comes with the tool.",
        "FOLDER");

    private readonly Option<string?> _adapter = OptionOf.Text(
        "--adapter",
        $"A trained adapter (.safetensors), or {NoAdapter} for reference attention that needs no training. Default: {NoAdapter}; with {TinyFacesModel.Name}, the adapter that was trained on it.",
        "FILE");

    private readonly Option<ProviderName?> _provider = OptionOf.Choice<ProviderName>(
        "--provider",
        "Where the networks run. Default: cpu.",
        [.. Enum.GetValues<ProviderName>().Select(name => (name.ToString().ToLowerInvariant(), name))]);

    private readonly Option<int?> _device = OptionOf.Whole("--device", "Which of several GPUs. Default: 0.");
    private readonly Option<int?> _threads = OptionOf.Whole("--threads", "CPU threads. Default: 0, one a core.");
    private readonly Option<GraphPrecision?> _precision = OptionOf.Choice(
        "--precision",
        "What the networks compute in. Default: what the provider prefers; int8 needs a quantised folder.",
        ("float32", GraphPrecision.Float32),
        ("float16", GraphPrecision.Float16),
        ("int8", GraphPrecision.Int8));

    private readonly Option<string?> _variant = OptionOf.Text("--variant", "Which weight files to read where there are several, as in fp16.", "NAME");
    private readonly Option<int?> _clipSkip = OptionOf.Whole("--clip-skip", "Leave out the text encoder's last layers. Default: 0.");
    private readonly bool _takesAdapter;

    public ModelOptions(bool takesAdapter) => _takesAdapter = takesAdapter;

    private enum ProviderName
    {
        Cpu,
        Cuda,
        TensorRT,
        DirectML,
        CoreML,
        OpenVino,
        WebGpu,
    }

    public void AddTo(Command command)
    {
        command.Add(_model);
        if (_takesAdapter)
            command.Add(_adapter);
        foreach (Option option in (Option[])[_provider, _device, _threads, _precision, _variant, _clipSkip])
            command.Add(option);
    }

    /// <summary>The choice that was made; files are looked for, but not opened.</summary>
    public ModelChoice Read(ParseResult parse)
    {
        (string folder, bool isTinyFaces) = ModelName.Resolve(parse.GetValue(_model) ?? TinyFacesModel.Name);
        string? adapter = Adapter(parse, isTinyFaces);
        var options = new PipelineOptions
        {
            Provider = Provider(parse),
            Precision = parse.GetValue(_precision),
            Variant = parse.GetValue(_variant),
            AdapterPath = adapter,
            ClipSkip = parse.GetValue(_clipSkip) ?? 0,
        };
        if (!Directory.Exists(folder) && !File.Exists(folder))
            throw new DirectoryNotFoundException($"{folder}: there is no such model folder.");
        if (adapter is not null && !File.Exists(adapter))
            throw new FileNotFoundException($"{adapter}: there is no such adapter file.", adapter);
        return new ModelChoice(folder, options, isTinyFaces);
    }

    private string? Adapter(ParseResult parse, bool isTinyFaces)
    {
        if (!_takesAdapter)
            return null;
        string? given = parse.GetValue(_adapter) ?? (isTinyFaces ? TinyFacesModel.AdapterPath : NoAdapter);
        return given == NoAdapter ? null : given;
    }

    private ExecutionProvider Provider(ParseResult parse)
    {
        ProviderName name = parse.GetValue(_provider) ?? ProviderName.Cpu;
        if (name != ProviderName.Cpu)
            parse.Refuse("is for the CPU.", _threads);
        if (name is ProviderName.Cpu or ProviderName.CoreML or ProviderName.OpenVino or ProviderName.WebGpu)
            parse.Refuse($"is not for {name.ToString().ToLowerInvariant()}, which has no choice of devices.", _device);
        int device = parse.GetValue(_device) ?? 0;
        if (device < 0)
            throw new UsageException($"--device {device}: use 0 or more.");
        return name switch
        {
            ProviderName.Cuda => ExecutionProvider.Cuda(device),
            ProviderName.TensorRT => ExecutionProvider.TensorRT(device),
            ProviderName.DirectML => ExecutionProvider.DirectML(device),
            ProviderName.CoreML => ExecutionProvider.CoreML(),
            ProviderName.OpenVino => ExecutionProvider.OpenVino(),
            ProviderName.WebGpu => ExecutionProvider.WebGpu(),
            _ => ExecutionProvider.Cpu(parse.GetValue(_threads) ?? 0),
        };
    }
}
