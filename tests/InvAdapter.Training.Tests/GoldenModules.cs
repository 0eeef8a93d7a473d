using System.Collections.Concurrent;
using InvAdapter.Training.Modules;

namespace InvAdapter.Training.Tests;

/// <summary>The TorchSharp modules of one golden folder, loaded once for all tests and not changed by any.</summary>
internal sealed class GoldenModules
{
    private static readonly ConcurrentDictionary<string, GoldenModules> s_open = new();

    private GoldenModules(string folder)
    {
        UNet = UNet2DConditionModel.Load(Path.Combine(folder, "unet"));
        Autoencoder = AutoencoderKL.Load(Path.Combine(folder, "vae"));
        Text = CLIPTextModel.Load(Path.Combine(folder, "text_encoder"));
        UNet.Freeze();
        Autoencoder.Freeze();
        Text.Freeze();
    }

    public UNet2DConditionModel UNet { get; }

    public AutoencoderKL Autoencoder { get; }

    public CLIPTextModel Text { get; }

    public static GoldenModules Open(string folder) => s_open.GetOrAdd(folder, path => new GoldenModules(path));
}
