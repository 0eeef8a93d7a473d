using System.Globalization;
using InvAdapter.Training.Checkpoints;
using InvAdapter.Training.Diffusion;
using InvAdapter.Training.Modules;
using InvAdapter.Training.Recognition;
using TorchSharp;
using static TorchSharp.torch;

namespace InvAdapter.Training.Adapters;

/// <summary>The mean of ᾱ_t·(1 − cos(e(D(ẑ₀)), e(D(z₀)))): how far from the person in the target a recogniser e finds the one in the prediction's clean image.</summary>
/// <remarks>
/// ẑ₀ is what the prediction says the clean latents are, D the base's decoder. The weight is the share of the signal: where noise
/// is strong, ẑ₀ is the blurred mean of all that it may become, and its face nobody's.
/// </remarks>
internal sealed class IdentityLoss : IDisposable
{
    private readonly NoiseLevels _levels;
    private readonly AutoencoderKL _codec;
    private readonly FaceRecognizer _recognizer;
    private readonly double _weight;

    private IdentityLoss(NoiseLevels levels, AutoencoderKL codec, FaceRecognizer recognizer, IdentityLossOptions options)
    {
        (_levels, _codec, _recognizer, _weight) = (levels, codec, recognizer, options.Weight);
        Modules = [codec, recognizer];
        codec.Freeze();
        recognizer.Freeze();
        Settings = new Dictionary<string, string>
        {
            ["identity_loss"] = options.Weight.ToString(CultureInfo.InvariantCulture),
            ["identity_recognizer"] = ModelFiles.Fingerprint(options.Recognizer, stem: ModelFiles.TransformersStem),
        };
    }

    /// <summary>Frozen, but to be brought to the run's type and device.</summary>
    public IReadOnlyList<nn.Module> Modules { get; }

    public IReadOnlyDictionary<string, string> Settings { get; }

    /// <param name="model">The base whose decoder is used.</param>
    /// <param name="levels">Its noise levels; borrowed.</param>
    /// <param name="options">Who judges, and how much that counts; null for no such loss.</param>
    public static IdentityLoss? Load(BaseModel model, NoiseLevels levels, IdentityLossOptions? options)
    {
        if (options is null)
            return null;
        AutoencoderKL codec = AutoencoderKL.Load(Path.Combine(model.Folder.Path, "vae"), model.Folder.Variant);
        FaceRecognizer? recognizer = null;
        try
        {
            recognizer = FaceRecognizer.Load(options.Recognizer);
            return new IdentityLoss(levels, codec, recognizer, options);
        }
        catch
        {
            recognizer?.Dispose();
            codec.Dispose();
            throw;
        }
    }

    /// <param name="prediction">What the network predicts of <paramref name="noisy"/>, [B,C,h,w].</param>
    /// <param name="noisy">z_t.</param>
    /// <param name="clean">z₀ of the targets.</param>
    /// <param name="timesteps">[B].</param>
    /// <returns>A number, float32, times the weight.</returns>
    public Tensor Of(Tensor prediction, Tensor noisy, Tensor clean, Tensor timesteps)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor seen = Embed(_levels.PredictClean(prediction.to(float32), noisy, timesteps));
        Tensor meant;
        using (no_grad())
            meant = Embed(clean);
        Tensor distance = 1 - (seen * meant).sum(1);
        return (_weight * (_levels.SignalShare(timesteps) * distance).mean()).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        _recognizer.Dispose();
        _codec.Dispose();
    }

    private Tensor Embed(Tensor latents)
    {
        Tensor scaled = (latents / _codec.Configuration.ScalingFactor).to(_codec.parameters().First().dtype);
        return _recognizer.Embed(_codec.Decode(scaled).clamp(-1, 1));
    }
}
