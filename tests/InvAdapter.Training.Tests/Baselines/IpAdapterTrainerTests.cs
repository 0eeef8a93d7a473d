using InvAdapter.Configuration;
using InvAdapter.Models;
using InvAdapter.Tests;
using InvAdapter.Training.Adapters;
using InvAdapter.Training.Baselines;
using InvAdapter.Training.Corpora;
using InvAdapter.Training.Modules;
using InvAdapter.Training.Tests.Runs;
using InvAdapter.Weights;
using Xunit;
using static TorchSharp.torch;

namespace InvAdapter.Training.Tests.Baselines;

public class IpAdapterTrainerTests(SmallWorld world) : TorchTest, IClassFixture<SmallWorld>
{
    private static readonly IpAdapterOptions s_shape = new() { Tokens = 3, EncoderChannels = [8, 16] };

    [Fact]
    public void Trains_and_saves_under_the_published_names()
    {
        using var folder = new TemporaryFolder();
        using LatentCorpus corpus = LatentCorpus.Open(world.Latents);
        string path = new IpAdapterTrainer(s_shape, new AdapterOptions(), SmallWorld.Short, world.Model, corpus, world.Images).Train(folder.Path, cancellation: TestContext.Current.CancellationToken);

        using SafetensorsFile file = SafetensorsFile.Open(path);
        int sites = ModelFolder.Open(world.Model).UNet.Sites.Count(site => site.Kind == AttentionKind.Cross);
        for (int i = 0; i < sites; i++)
        {
            Assert.Equal([16L, 16L], file.Tensors[$"ip_adapter.{2 * i + 1}.to_k_ip.weight"].Shape);
            Assert.Contains(file.ReadSingle($"ip_adapter.{2 * i + 1}.to_v_ip.weight"), value => value != 0);
        }

        Assert.Equal([48L, 16L], file.Tensors["image_proj.proj.weight"].Shape);
        Assert.Equal([16L], file.Tensors["image_proj.norm.bias"].Shape);
        Assert.Equal(2 * sites, file.Tensors.Keys.Count(name => name.StartsWith("ip_adapter.", StringComparison.Ordinal)));
        using var loaded = new IpAdapterModule(ModelFolder.Open(world.Model).UNet.Sites, 16, s_shape);
        loaded.Load(path);
        Assert.Equal(file.Tensors.Values.Sum(tensor => tensor.ElementCount), loaded.WeightCount);
    }

    [Fact]
    public void Begins_as_the_plain_base_and_numbers_the_middle_last()
    {
        using UNet2DConditionModel unet = UNet2DConditionModel.Load(Path.Combine(world.Model, "unet"));
        using var adapter = new IpAdapterModule(unet.Sites, 16, s_shape);
        using IDisposable frozen = no_grad();
        (Tensor latents, Tensor time, Tensor text) = (randn([2, 4, 8, 8]), tensor(new long[] { 500 }), randn([2, 12, 16]));

        Assert.Equal(Values(unet.Predict(latents, time, text)), Values(unet.Predict(latents, time, text, identity: adapter.Attend(randn([2, 3, 16, 16])))));
        Assert.StartsWith("mid_block", adapter.Sites[^1].Name, StringComparison.Ordinal);
        Assert.Equal(adapter.Sites.Length - 1, adapter.Sites.Count(site => !site.Name.StartsWith("mid_block", StringComparison.Ordinal)));
    }

    [Fact]
    public void Other_pictures_than_the_latents_are_refused()
    {
        using LatentCorpus corpus = LatentCorpus.Open(world.Latents);
        Assert.Throws<ArgumentException>(() => new IpAdapterTrainer(s_shape, new AdapterOptions(), SmallWorld.Short, world.Model, corpus, new CaptionedStripes(14)));
    }
}
