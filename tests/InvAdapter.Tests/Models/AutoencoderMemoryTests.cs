using InvAdapter.Models;
using InvAdapter.Tests.Golden;
using InvAdapter.Tests.Runtime;
using Xunit;

namespace InvAdapter.Tests.Models;

[Collection(nameof(ProcessMemory))]
public sealed class AutoencoderMemoryTests
{
    [Fact]
    public void Encoding_gives_back_the_memory_that_it_took_from_the_first_image_on()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "What a process holds is measured by Linux's own figure.");
        const int Batch = 64, Side = 256;
        using Autoencoder autoencoder = GoldenPipeline.Open(Path.Combine(GoldenFolders.InRepository, "tiny-sd15")).LoadAutoencoder();
        float[] images = new float[Batch * 3 * Side * Side];
        Array.Fill(images, 0.5f);

        long before = Environment.WorkingSet;
        autoencoder.EncodeMoments(images, Batch, Side, Side, TestContext.Current.CancellationToken);
        long kept = Environment.WorkingSet - before;

        // Between the finest layers there are several results of 256 MiB at once.
        Assert.True(kept < 128 << 20, $"{kept >> 20} MiB were kept.");
    }
}
