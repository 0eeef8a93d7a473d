using InvAdapter.Training.Checkpoints;
using InvAdapter.Training.Diffusion;
using InvAdapter.Training.Modules;
using InvAdapter.Training.Recognition;
using TorchSharp;
using static TorchSharp.torch;

namespace InvAdapter.Training.Adapters;

/// <summary>A frozen recogniser behind the base's frozen decoder: says how far the people in two latents are from one another.</summary>
internal sealed class IdentityCritic : IDisposable
{
    private readonly AutoencoderKL _codec;
    private readonly FaceRecognizer _recognizer;

    private IdentityCritic(AutoencoderKL codec, FaceRecognizer recognizer, string folder)
    {
        (_codec, _recognizer) = (codec, recognizer);
        codec.Freeze();
        recognizer.Freeze();
        Modules = [codec, recognizer];
        Fingerprint = ModelFiles.Fingerprint(folder, stem: ModelFiles.TransformersStem);
    }

    /// <summary>Frozen, but to be brought to the run's type and device.</summary>
    public IReadOnlyList<nn.Module> Modules { get; }

    /// <summary>The short name of the recogniser's weights.</summary>
    public string Fingerprint { get; }

    /// <param name="model">The base whose decoder is used.</param>
    /// <param name="folder">The recogniser's folder.</param>
    public static IdentityCritic Load(BaseModel model, string folder)
    {
        AutoencoderKL codec = AutoencoderKL.Load(Path.Combine(model.Folder.Path, "vae"), model.Folder.Variant);
        FaceRecognizer? recognizer = null;
        try
        {
            recognizer = FaceRecognizer.Load(folder);
            return new IdentityCritic(codec, recognizer, folder);
        }
        catch
        {
            recognizer?.Dispose();
            codec.Dispose();
            throw;
        }
    }

    /// <summary>1 − cos(e(D(a)), e(D(b))), D being the decoder and e the recogniser's embedding.</summary>
    /// <param name="drawn">Latents a, [B,C,h,w], float32; gradients flow back to them.</param>
    /// <param name="meant">Latents b of the same shape; none to these.</param>
    /// <returns>[B], float32.</returns>
    public Tensor Distance(Tensor drawn, Tensor meant)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor seen = Embed(drawn);
        Tensor target;
        using (no_grad())
            target = Embed(meant);
        return (1 - (seen * target).sum(1)).MoveToOuterDisposeScope();
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
