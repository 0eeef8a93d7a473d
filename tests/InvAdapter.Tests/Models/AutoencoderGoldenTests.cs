using System.Numerics.Tensors;
using InvAdapter.Models;
using InvAdapter.Tests.Golden;
using Xunit;

namespace InvAdapter.Tests.Models;

public class AutoencoderGoldenTests
{
    [Theory]
    [MemberData(nameof(GoldenFolders.PipelineRows), MemberType = typeof(GoldenFolders))]
    public void Encodes_to_the_moments_of_diffusers(string folder)
    {
        GoldenPipeline golden = GoldenPipeline.Open(folder);
        (int height, int width) = ((int)golden.Shape("vae.image")[2], (int)golden.Shape("vae.image")[3]);
        (Latents mean, Latents logVariance) = golden.Autoencoder.EncodeMoments(golden.Numbers("vae.image"), 1, height, width, TestContext.Current.CancellationToken);

        Close.To(golden.Numbers("vae.mean"), mean.Values, Close.Call, "mean");
        Close.To(golden.Numbers("vae.logvar"), logVariance.Values, Close.Call, "log-variance");
    }

    [Theory]
    [MemberData(nameof(GoldenFolders.PipelineRows), MemberType = typeof(GoldenFolders))]
    public void Decodes_to_the_image_of_diffusers(string folder)
    {
        GoldenPipeline golden = GoldenPipeline.Open(folder);
        Latents mean = golden.Latents("vae.mean");
        TensorPrimitives.Multiply(mean.Values, (float)golden.Autoencoder.Configuration.ScalingFactor, mean.Values);
        Close.To(golden.Numbers("vae.decoded"), golden.Autoencoder.Decode(mean, TestContext.Current.CancellationToken), Close.Call, "image");
    }
}
