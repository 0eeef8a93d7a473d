using InvAdapter.Graphs;
using InvAdapter.Imaging;
using InvAdapter.Models;
using InvAdapter.Runtime;
using InvAdapter.Scheduling;
using InvAdapter.Weights;

namespace InvAdapter.Quantization;

/// <summary>Draws with the float32 model, to have the calls whose activations count.</summary>
internal sealed class CalibrationRun(ModelFolder folder, QuantizationOptions options, IProgress<PipelineProgress>? progress, CancellationToken cancellation)
{
    private readonly DdimSchedule _schedule = SchedulerConfiguration.Load(folder.SchedulerFolder).Build(options.Steps);

    /// <summary>Draws every prompt in turn.</summary>
    public IReadOnlyList<CalibrationCall> Run(UNet unet)
    {
        (TextEmbedding empty, TextEmbedding[] prompts) = Encode();
        double[] scales = [.. prompts.Select((_, i) => options.GuidanceScales[i % options.GuidanceScales.Length])];
        var counted = new ReportingPredictor(unet, progress);
        counted.Begin(PipelineStage.Generating, scales.Sum(scale => scale > 1 ? 2 : 1) * _schedule.Steps);
        var recorder = new RecordingPredictor(counted);
        for (int i = 0; i < prompts.Length; i++)
        {
            IDenoiser denoiser = new PromptedDenoiser(recorder, prompts[i]);
            if (scales[i] > 1)
                denoiser = new GuidedDenoiser(denoiser, new PromptedDenoiser(recorder, empty), scales[i]);
            new DdimSampler(denoiser, _schedule).Run(Noise(unchecked(options.Seed + i)), cancellation);
        }

        return recorder.Calls;
    }

    private Latents Noise(long seed)
    {
        int side = folder.UNet.SampleSize;
        (int height, int width) = options.Size is { } size ? (size.Height / folder.Autoencoder.Downscale, size.Width / folder.Autoencoder.Downscale) : (side, side);
        var noise = new Latents(new LatentShape(1, folder.UNet.InChannels, height, width));
        new TorchGenerator(seed).Fill(noise.Values);
        return noise;
    }

    private (TextEmbedding Empty, TextEmbedding[] Prompts) Encode()
    {
        progress?.Report(new PipelineProgress(PipelineStage.Encoding, 0, 1));
        ClipTokenizer tokenizer = ClipTokenizer.Load(folder.TokenizerFolder);
        using WeightFolder weights = folder.OpenTextEncoderWeights();
        using ClipTextEncoder encoder = ClipTextEncoder.Load(folder.TextEncoder, weights, ExecutionProvider.Cpu(options.Threads), GraphPrecision.Float32);
        TextEmbedding Of(string text) => encoder.Encode(tokenizer.Tokenize(text).Ids.AsSpan(), cancellation);
        (TextEmbedding, TextEmbedding[]) result = (Of(""), [.. options.Prompts.Select(Of)]);
        progress?.Report(new PipelineProgress(PipelineStage.Encoding, 1, 1));
        return result;
    }
}
