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

    [Fact]
    public void Encoding_large_images_keeps_none_of_the_memory_that_it_took()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "What a process holds is measured by Linux's own figure.");
        const int Batch = 64, Side = 256;
        using Autoencoder autoencoder = GoldenPipeline.Open(Path.Combine(GoldenFolders.InRepository, "tiny-sd15")).LoadAutoencoder();

        // The runtime keeps the first piece of memory that a session takes, so that must be a small one.
        autoencoder.EncodeMoments(new float[3 * 64 * 64], 1, 64, 64, TestContext.Current.CancellationToken);
        float[] images = new float[Batch * 3 * Side * Side];
        Array.Fill(images, 0.5f);
        long before = Environment.WorkingSet;
        autoencoder.EncodeMoments(images, Batch, Side, Side, TestContext.Current.CancellationToken);
        long kept = Environment.WorkingSet - before;

        // Between the finest layers there are several results of 256 MiB at once.
        Assert.True(kept < 128 << 20, $"{kept >> 20} MiB were kept.");
    }
}
