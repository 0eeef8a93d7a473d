using InvAdapter.Models;
using InvAdapter.Scheduling;
using InvAdapter.Training.Checkpoints;
using InvAdapter.Training.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace InvAdapter.Training.Diffusion;

/// <summary>The frozen networks of a model folder that something else is trained on.</summary>
internal sealed class BaseModel : IDisposable
{
    private BaseModel(ModelFolder folder, UNet2DConditionModel unet, CLIPTextModel text)
    {
        (Folder, UNet, Text) = (folder, unet, text);
        Tokenizer = ClipTokenizer.Load(folder.TokenizerFolder);
        Scheduler = SchedulerConfiguration.Load(folder.SchedulerFolder);
        Fingerprint = ModelFiles.Fingerprint(Path.Combine(folder.Path, "unet"), folder.Variant);
        EmptyTokens = CaptionedLatents.EmptyPrompt(Tokenizer).DetachFromDisposeScope();
        unet.Freeze();
        text.Freeze();
        using IDisposable frozen = no_grad();
        EmptyPrompt = text.forward(EmptyTokens).DetachFromDisposeScope();
    }

    public ModelFolder Folder { get; }

    public UNet2DConditionModel UNet { get; }

    public CLIPTextModel Text { get; }

    public ClipTokenizer Tokenizer { get; }

    public SchedulerConfiguration Scheduler { get; }

    /// <summary>The short name of the UNet's weights.</summary>
    public string Fingerprint { get; }

    /// <summary>Token ids of the empty prompt, [1,T].</summary>
    public Tensor EmptyTokens { get; }

    /// <summary>Its hidden states, [1,T,D], float32.</summary>
    public Tensor EmptyPrompt { get; }

    public static BaseModel Load(string path, string? variant = null)
    {
        ModelFolder folder = ModelFolder.Open(path, variant);
        UNet2DConditionModel unet = UNet2DConditionModel.Load(Path.Combine(path, "unet"), variant);
        CLIPTextModel? text = null;
        try
        {
            text = CLIPTextModel.Load(Path.Combine(path, "text_encoder"), variant);
            return new BaseModel(folder, unet, text);
        }
        catch
        {
            text?.Dispose();
            unet.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        EmptyPrompt.Dispose();
        EmptyTokens.Dispose();
        UNet.Dispose();
        Text.Dispose();
    }
}
