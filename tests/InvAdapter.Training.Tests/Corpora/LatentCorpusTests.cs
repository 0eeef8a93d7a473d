using InvAdapter.Tests;
using InvAdapter.Training.Corpora;
using InvAdapter.Training.Data;
using InvAdapter.Training.Modules;
using InvAdapter.Training.Tests.Runs;
using Xunit;
using static TorchSharp.torch;

namespace InvAdapter.Training.Tests.Corpora;

public class LatentCorpusTests(SmallWorld world) : TorchTest, IClassFixture<SmallWorld>
{
    [Fact]
    public void Holds_every_image_s_scaled_mean_caption_and_subject()
    {
        using LatentCorpus corpus = LatentCorpus.Open(world.Latents);
        using AutoencoderKL codec = AutoencoderKL.Load(world.Autoencoder);
        using IDisposable frozen = no_grad();
        int[] all = [.. Enumerable.Range(0, world.Images.Count)];
        Tensor expected = codec.Encode(ImageBatch.Read(world.Images, all).ToTensor()).Mean * codec.Configuration.ScalingFactor;

        Assert.Equal((12, "[1,4,8,8]"), (corpus.Count, corpus.Shape.ToString()));
        AssertClose(expected, tensor(corpus.Read(all), [12, 4, 8, 8]), 2e-3, "latents in half precision");
        Assert.Equal(all.Select(world.Images.Caption), all.Select(corpus.Caption));
        Assert.Equal(all.Select(world.Images.Subject), all.Select(corpus.Subject));
    }

    [Fact]
    public void Goes_on_where_it_was_stopped_and_keeps_what_is_there()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<OperationCanceledException>(() => LatentEncoder.Encode(folder.Path, world.Images, world.Autoencoder, cancellation: new CancellationToken(canceled: true)));
        Assert.Throws<FileNotFoundException>(() => LatentCorpus.Open(folder.Path));
        LatentEncoder.Encode(folder.Path, world.Images, world.Autoencoder, cancellation: TestContext.Current.CancellationToken);
        DateTime written = File.GetLastWriteTimeUtc(folder.At("latents-00000.safetensors"));
        LatentEncoder.Encode(folder.Path, world.Images, world.Autoencoder, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(written, File.GetLastWriteTimeUtc(folder.At("latents-00000.safetensors")));
        Assert.Equal(File.ReadAllBytes(Path.Combine(world.Latents, "latents-00000.safetensors")), File.ReadAllBytes(folder.At("latents-00000.safetensors")));
    }

    [Fact]
    public void Other_images_do_not_go_into_the_same_folder()
    {
        var error = Assert.Throws<InvalidFileException>(() => LatentEncoder.Encode(world.Latents, new CaptionedStripes(14), world.Autoencoder, cancellation: TestContext.Current.CancellationToken));
        Assert.Contains("corpus.json", error.File, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => LatentEncoder.Encode(world.Latents, new CaptionedStripes(12, 15), world.Autoencoder, cancellation: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_broken_folder_is_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<ModelFormatException>(() => LatentCorpus.Open(folder.Path));
        LatentEncoder.Encode(folder.Path, world.Images, world.Autoencoder, cancellation: TestContext.Current.CancellationToken);
        byte[] bytes = File.ReadAllBytes(folder.At("latents-00000.safetensors"));
        File.WriteAllBytes(folder.At("latents-00000.safetensors"), bytes[..^100]);
        Assert.Throws<InvalidFileException>(() => LatentCorpus.Open(folder.Path));
    }

    [Fact]
    public void Pairs_are_of_one_subject_and_never_an_image_with_itself()
    {
        using LatentCorpus corpus = LatentCorpus.Open(world.Latents);
        var pairs = new Training.Adapters.SubjectPairs(corpus, corpus.Count);
        Assert.Equal(12, pairs.Count);
        Assert.All(Enumerable.Range(0, pairs.Count), i => Assert.True(pairs[i].Target / 2 == pairs[i].Reference / 2 && pairs[i].Target != pairs[i].Reference));

        // Of the first five images the fifth's partner can't be a reference, though it can be a target.
        var fewer = new Training.Adapters.SubjectPairs(corpus, 5);
        Assert.Equal(5, fewer.Count);
        Assert.Contains((5, 4), Enumerable.Range(0, 5).Select(i => fewer[i]));
    }
}
