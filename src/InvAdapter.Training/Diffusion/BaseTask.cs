using System.Globalization;
using InvAdapter.Models;
using InvAdapter.Training.Checkpoints;
using InvAdapter.Training.Corpora;
using InvAdapter.Training.Modules;
using InvAdapter.Training.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace InvAdapter.Training.Diffusion;

/// <summary>Text encoder and UNet that learn together to take noise out of captioned latents.</summary>
internal sealed class BaseTask : ITrainingTask<CaptionedLatents>, IDisposable
{
    private readonly UNet2DConditionModel _unet;
    private readonly CLIPTextModel _text;
    private readonly ClipTokenizer _tokenizer;
    private readonly LatentCorpus _corpus;
    private readonly BaseOptions _options;
    private readonly NoiseLevels _levels;
    private readonly Tensor _emptyPrompt;

    public BaseTask(UNet2DConditionModel unet, CLIPTextModel text, ClipTokenizer tokenizer, LatentCorpus corpus, BaseOptions options)
    {
        (_unet, _text, _tokenizer, _corpus, _options) = (unet, text, tokenizer, corpus, options);
        _levels = new NoiseLevels(options.Scheduler, options.Emphasis);
        _emptyPrompt = CaptionedLatents.EmptyPrompt(tokenizer).DetachFromDisposeScope();
        Modules = [unet, text];
        Settings = new Dictionary<string, string>(options.Emphasis.Settings)
        {
            ["task"] = "base",
            ["latents"] = corpus.Description,
            ["channels"] = string.Join(',', options.Channels),
            ["convolution_levels"] = Text(options.ConvolutionLevels),
            ["layers_per_block"] = Text(options.LayersPerBlock),
            ["heads"] = Text(options.Heads),
            ["norm_groups"] = Text(options.NormGroups),
            ["text_width"] = Text(options.TextWidth),
            ["text_layers"] = Text(options.TextLayers),
            ["prompt_length"] = Text(options.PromptLength),
            ["vocabulary"] = Text(tokenizer.VocabularySize),
            ["prompt_dropout"] = Text(options.PromptDropout),
            ["scheduler"] = options.Scheduler.ToString(),
            ["start"] = options.Start is null ? "nothing" : ModelFiles.Fingerprint(Path.Combine(options.Start, "unet")),
        };
    }

    public IReadOnlyList<nn.Module> Modules { get; }

    public int SampleCount => _corpus.Count;

    public IReadOnlyDictionary<string, string> Settings { get; }

    public CaptionedLatents Prepare(ReadOnlySpan<int> samples) => CaptionedLatents.Read(_corpus, _tokenizer, samples);

    public Tensor Loss(CaptionedLatents batch)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor clean = batch.LatentTensor();
        Tensor timesteps = _levels.DrawTimesteps(batch.Count);
        Tensor noise = randn_like(clean);
        Tensor prompt = _text.forward(batch.TokenTensor(_emptyPrompt, _options.PromptDropout));
        Tensor prediction = _unet.Predict(_levels.AddNoise(clean, noise, timesteps), timesteps, prompt);
        return _levels.Loss(prediction, clean, noise, timesteps).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        _levels.Dispose();
        _emptyPrompt.Dispose();
    }

    private static string Text<T>(T number)
        where T : IFormattable => number.ToString(null, CultureInfo.InvariantCulture);
}
