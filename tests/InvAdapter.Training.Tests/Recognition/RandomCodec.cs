using InvAdapter.Configuration;
using InvAdapter.Training.Modules;

namespace InvAdapter.Training.Tests.Recognition;

/// <summary>A tiny autoencoder with random weights.</summary>
internal static class RandomCodec
{
    /// <returns>The folder that it was saved to.</returns>
    public static string Save(string folder)
    {
        using var codec = new AutoencoderKL(new AutoencoderConfiguration
        {
            InChannels = 3,
            OutChannels = 3,
            LatentChannels = 4,
            BlockOutChannels = [8, 8],
            LayersPerBlock = 1,
            NormGroups = 4,
            Activation = ActivationFunction.Silu,
            ScalingFactor = 1,
            ForceUpcast = false,
            MidBlockAttention = false,
            UseQuantConv = true,
            UsePostQuantConv = true,
        });
        codec.Save(folder);
        return folder;
    }
}
