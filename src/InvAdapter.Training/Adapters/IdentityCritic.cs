using InvAdapter.Training.Checkpoints;
using InvAdapter.Training.Diffusion;
using InvAdapter.Training.Modules;
using InvAdapter.Training.Recognition;
using TorchSharp;
using static TorchSharp.torch;

namespace InvAdapter.Training.Adapters;

/// <summary>Frozen recognisers behind the base's frozen decoder: say how far the people in two latents are from one another.</summary>
internal sealed class IdentityCritic : IDisposable
{
    private readonly AutoencoderKL _codec;
    private readonly IReadOnlyList<FaceRecognizer> _recognizers;

    private IdentityCritic(AutoencoderKL codec, IReadOnlyList<FaceRecognizer> recognizers, IEnumerable<string> folders)
    {
        (_codec, _recognizers) = (codec, recognizers);
        Modules = [codec, .. recognizers];
        foreach (nn.Module module in Modules)
            module.Freeze();
        Fingerprint = string.Join('+', folders.Select(folder => ModelFiles.Fingerprint(folder, stem: ModelFiles.TransformersStem)));
    }

    /// <summary>Frozen, but to be brought to the run's type and device.</summary>
    public IReadOnlyList<nn.Module> Modules { get; }

    /// <summary>The short names of the recognisers' weights.</summary>
    public string Fingerprint { get; }

    /// <param name="model">The base whose decoder is used.</param>
    /// <param name="folders">The recognisers' folders.</param>
    public static IdentityCritic Load(BaseModel model, IReadOnlyList<string> folders)
    {
        AutoencoderKL codec = AutoencoderKL.Load(Path.Combine(model.Folder.Path, "vae"), model.Folder.Variant);
        var recognizers = new List<FaceRecognizer>();
        try
        {
            foreach (string folder in folders)
                recognizers.Add(FaceRecognizer.Load(folder));
            return new IdentityCritic(codec, recognizers, folders);
        }
        catch
        {
            foreach (FaceRecognizer recognizer in recognizers)
                recognizer.Dispose();
            codec.Dispose();
            throw;
        }
    }

    /// <summary>The recognisers' mean of 1 − cos(e(D(a)), e(D(b))), D being the decoder and e an embedding.</summary>
    /// <param name="drawn">Latents a, [B,C,h,w], float32; gradients flow back to them.</param>
    /// <param name="meant">Latents b of the same shape; none to these.</param>
    /// <returns>[B], float32.</returns>
    public Tensor Distance(Tensor drawn, Tensor meant)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor picture = Decode(drawn);
        Tensor target;
        using (no_grad())
            target = Decode(meant);
        return stack(_recognizers.Select(recognizer => Distance(recognizer, picture, target)), 0).mean([0L]).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        foreach (FaceRecognizer recognizer in _recognizers)
            recognizer.Dispose();
        _codec.Dispose();
    }

    private static Tensor Distance(FaceRecognizer recognizer, Tensor picture, Tensor target)
    {
        Tensor meant;
        using (no_grad())
            meant = recognizer.Embed(target);
        return 1 - (recognizer.Embed(picture) * meant).sum(1);
    }

    private Tensor Decode(Tensor latents) => _codec.Decode((latents / _codec.Configuration.ScalingFactor).to(_codec.parameters().First().dtype)).clamp(-1, 1);
}
