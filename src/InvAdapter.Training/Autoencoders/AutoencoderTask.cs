using System.Globalization;
using InvAdapter.Training.Checkpoints;
using InvAdapter.Training.Data;
using InvAdapter.Training.Modules;
using InvAdapter.Training.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace InvAdapter.Training.Autoencoders;

/// <summary>An autoencoder that learns to give images back from a sample of their latents.</summary>
internal sealed class AutoencoderTask(AutoencoderKL codec, AutoencoderOptions options, IImageSource images) : ITrainingTask<ImageBatch>
{
    // Beyond these, exp() leaves what float32 can hold; diffusers has the same.
    private const double LeastLogVariance = -30;
    private const double MostLogVariance = 20;

    public IReadOnlyList<nn.Module> Modules { get; } = [codec];

    public int SampleCount => images.Count;

    public IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
    {
        ["task"] = "autoencoder",
        ["images"] = string.Create(CultureInfo.InvariantCulture, $"{images.Count} of {images.Width}x{images.Height}: {images.Description}"),
        ["channels"] = string.Join(',', options.Channels),
        ["latent_channels"] = options.LatentChannels.ToString(CultureInfo.InvariantCulture),
        ["layers_per_block"] = options.LayersPerBlock.ToString(CultureInfo.InvariantCulture),
        ["norm_groups"] = options.NormGroups.ToString(CultureInfo.InvariantCulture),
        ["mid_block_attention"] = options.MidBlockAttention ? "true" : "false",
        ["edge_weight"] = options.EdgeWeight.ToString(CultureInfo.InvariantCulture),
        ["divergence_weight"] = options.DivergenceWeight.ToString(CultureInfo.InvariantCulture),
        ["start"] = options.Start is null ? "nothing" : ModelFiles.Fingerprint(options.Start),
        ["decoder_only"] = options.DecoderOnly ? "true" : "false",
    };

    public ImageBatch Prepare(ReadOnlySpan<int> samples) => ImageBatch.Read(images, samples);

    public Tensor Loss(ImageBatch batch)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = batch.ToTensor();
        (Tensor mean, Tensor logVariance) = codec.Encode(x);
        mean = mean.to(float32);
        logVariance = logVariance.to(float32).clamp(LeastLogVariance, MostLogVariance);
        Tensor z = mean + (0.5 * logVariance).exp() * randn_like(mean);
        Tensor error = codec.Decode(z).to(float32) - x;

        // KL(N(μ, σ²) || N(0, 1)) = (μ² + σ² - 1 - log σ²) / 2, as the mean over all latents.
        Tensor divergence = 0.5 * (mean.square() + logVariance.exp() - 1 - logVariance).mean();
        Tensor loss = error.abs().mean() + error.square().mean() + options.EdgeWeight * Edges(error) + options.DivergenceWeight * divergence;
        return loss.MoveToOuterDisposeScope();
    }

    /// <summary>How much neighbouring pixels differ otherwise than they should; the difference of two images has the difference of their edges.</summary>
    private static Tensor Edges(Tensor error) => error.diff(1, 3).abs().mean() + error.diff(1, 2).abs().mean();
}
