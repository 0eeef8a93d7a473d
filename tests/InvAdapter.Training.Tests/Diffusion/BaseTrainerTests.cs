using InvAdapter.Configuration;
using InvAdapter.Models;
using InvAdapter.Tests;
using InvAdapter.Tests.Golden;
using InvAdapter.Training.Corpora;
using InvAdapter.Training.Data;
using InvAdapter.Training.Diffusion;
using InvAdapter.Training.Modules;
using InvAdapter.Training.Runs;
using InvAdapter.Training.Tests.Runs;
using InvAdapter.Weights;
using Xunit;

namespace InvAdapter.Training.Tests.Diffusion;

public class BaseTrainerTests(SmallWorld world) : TorchTest, IClassFixture<SmallWorld>
{
    [Fact]
    public void A_short_run_lowers_the_loss()
    {
        using var folder = new TemporaryFolder();
        using LatentCorpus corpus = LatentCorpus.Open(world.Latents);
        world.Trainer(corpus, SmallWorld.Short with { Steps = 200, BatchSize = 8, LearningRate = 4e-3 }).Train(folder.Path, cancellation: TestContext.Current.CancellationToken);

        IReadOnlyList<LossLogEntry> log = LossLog.Read(folder.At("loss.csv"));
        (double before, double after) = (log.Take(20).Average(entry => entry.Loss), log.TakeLast(40).Average(entry => entry.Loss));
        Assert.True(after < 0.8 * before, $"{before} before, {after} after.");
    }

    [Fact]
    public async Task What_is_trained_is_a_model_folder_that_draws()
    {
        ModelFolder folder = ModelFolder.Open(world.Model);
        Assert.Equal((8, 4, 16), (folder.UNet.SampleSize, folder.UNet.InChannels, folder.UNet.CrossAttentionDim));
        Assert.Equal(SmallWorld.Shape.Scheduler, Scheduling.SchedulerConfiguration.Load(world.Model));
        Assert.Equal([false, true], folder.UNet.DownAttention);
        Assert.Equal([true, false], folder.UNet.UpAttention);
        Assert.True(File.Exists(Path.Combine(world.Model, "model_index.json")));

        await using InvAdapterPipeline pipeline = await InvAdapterPipeline.LoadAsync(world.Model, cancellation: TestContext.Current.CancellationToken);
        GenerationResult result = await pipeline.GenerateAsync(new GenerationRequest("wide stripes") { Steps = 3 }, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal((16, 16), (result.Images[0].Image.Width, result.Images[0].Image.Height));
    }

    [Fact]
    public void A_stopped_run_comes_to_the_same_bits()
    {
        using TemporaryFolder left = new(), stopped = new();
        using LatentCorpus corpus = LatentCorpus.Open(world.Latents);
        world.Trainer(corpus).Train(left.Path, cancellation: TestContext.Current.CancellationToken);
        var stop = new CancellationTokenSource();
        var progress = new Steps(step => { if (step.Step == 3) stop.Cancel(); });
        Assert.Throws<OperationCanceledException>(() => world.Trainer(corpus).Train(stopped.Path, progress: progress, cancellation: stop.Token));
        world.Trainer(corpus).Train(stopped.Path, resume: true, cancellation: TestContext.Current.CancellationToken);

        foreach (string file in (string[])["model/unet/diffusion_pytorch_model.safetensors", "model/text_encoder/model.safetensors", "loss.csv"])
            Assert.Equal(File.ReadAllBytes(left.At(file)), File.ReadAllBytes(stopped.At(file)));
    }

    [Fact]
    public void A_model_to_begin_with_is_gone_on_from_with_its_own_vocabulary()
    {
        using var folder = new TemporaryFolder();
        using LatentCorpus corpus = LatentCorpus.Open(world.Latents);
        BaseOptions shape = SmallWorld.Shape with { Start = world.Model };
        TrainingOptions still = SmallWorld.Short with { Steps = 1, LearningRate = 1e-12, WarmUpSteps = 0 };
        string model = new BaseTrainer(shape, still, corpus, world.Autoencoder, ["another"]).Train(folder.Path, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(Words(world.Model), Words(model));
        foreach (string part in (string[])["unet/diffusion_pytorch_model.safetensors", "text_encoder/model.safetensors"])
        {
            using WeightFolder before = WeightFolder.OpenFile(Path.Combine(world.Model, part)), after = WeightFolder.OpenFile(Path.Combine(model, part));
            foreach (string name in before.Tensors.Keys)
                Close.To(before.ReadSingle(name), after.ReadSingle(name), 1e-6, name);
        }

        static string Words(string model) => File.ReadAllText(Path.Combine(model, "tokenizer", "vocab.json"));
    }

    [Fact]
    public void A_model_to_begin_with_must_have_the_same_shape_and_noise_levels()
    {
        using var folder = new TemporaryFolder();
        using LatentCorpus corpus = LatentCorpus.Open(world.Latents);
        BaseOptions same = SmallWorld.Shape with { Start = world.Model };
        foreach (BaseOptions other in (BaseOptions[])[same with { Channels = [8, 24] }, same with { PromptLength = 13 }, same with { Scheduler = same.Scheduler with { TrainTimesteps = 500 } }])
        {
            var trainer = new BaseTrainer(other, SmallWorld.Short, corpus, world.Autoencoder, SmallWorld.Words);
            Assert.Throws<ModelFormatException>(() => trainer.Train(folder.Path, cancellation: TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public void Attention_that_was_found_to_need_float32_still_does()
    {
        using TemporaryFolder begun = new(), folder = new();
        using LatentCorpus corpus = LatentCorpus.Open(world.Latents);
        string start = world.Trainer(corpus).Train(begun.Path, cancellation: TestContext.Current.CancellationToken);
        string configuration = Path.Combine(start, "unet", "config.json");
        File.WriteAllText(configuration, File.ReadAllText(configuration).Replace("\"upcast_attention\": false", "\"upcast_attention\": true", StringComparison.Ordinal));
        var trainer = new BaseTrainer(SmallWorld.Shape with { Start = start }, SmallWorld.Short, corpus, world.Autoencoder, SmallWorld.Words);
        string model = trainer.Train(folder.Path, cancellation: TestContext.Current.CancellationToken);
        Assert.True(UNetConfiguration.Load(Path.Combine(model, "unet", "config.json")).UpcastAttention);
    }

    [Theory]
    [InlineData(4, 4, "attention_head_dim", "4", "2")]
    [InlineData(2, 2, "norm_num_groups", "2", "4")]
    public void A_model_to_begin_with_must_have_as_many_heads_and_groups(int heads, int groups, string key, string expected, string actual)
    {
        // No tensor's shape depends on either.
        using var folder = new TemporaryFolder();
        using LatentCorpus corpus = LatentCorpus.Open(world.Latents);
        var trainer = new BaseTrainer(SmallWorld.Shape with { Start = world.Model, Heads = heads, NormGroups = groups }, SmallWorld.Short, corpus, world.Autoencoder, SmallWorld.Words);
        ModelFormatException refused = Assert.Throws<ModelFormatException>(() => trainer.Train(folder.Path, cancellation: TestContext.Current.CancellationToken));
        Assert.Equal((key, expected, actual), (refused.Item, refused.Expected, refused.Actual));
    }

    [Fact]
    public void Weights_stored_as_float16_are_half_as_large_and_the_same_run()
    {
        using var folder = new TemporaryFolder();
        using LatentCorpus corpus = LatentCorpus.Open(world.Latents);
        string model = world.Trainer(corpus, SmallWorld.Short with { StoreAs = ElementType.Float16 }).Train(folder.Path, cancellation: TestContext.Current.CancellationToken);
        const string File = "unet/diffusion_pytorch_model.safetensors";
        using WeightFolder full = WeightFolder.OpenFile(Path.Combine(world.Model, File)), half = WeightFolder.OpenFile(Path.Combine(model, File));
        Assert.All(half.Tensors.Values, tensor => Assert.Equal(ElementType.Float16, tensor.ElementType));
        foreach (string name in full.Tensors.Keys)
            Assert.Equal(full.ReadSingle(name).Select(value => (float)(Half)value), half.ReadSingle(name));
    }

    [Fact]
    public void Latents_of_another_autoencoder_are_refused()
    {
        using var folder = new TemporaryFolder();
        using (var other = new AutoencoderKL(SmallWorld.Codec.Configuration()))
            other.Save(folder.Path);
        using LatentCorpus corpus = LatentCorpus.Open(world.Latents);
        Assert.Throws<InvalidFileException>(() => new BaseTrainer(SmallWorld.Shape, SmallWorld.Short, corpus, folder.Path, SmallWorld.Words));
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        using LatentCorpus corpus = LatentCorpus.Open(world.Latents);
        foreach (BaseOptions shape in (BaseOptions[])
            [SmallWorld.Shape with { Heads = 3 }, SmallWorld.Shape with { ConvolutionLevels = 2 }, SmallWorld.Shape with { NormGroups = 5 }, SmallWorld.Shape with { TextWidth = 15 }])
        {
            Assert.Throws<ArgumentException>(() => new BaseTrainer(shape, SmallWorld.Short, corpus, world.Autoencoder, SmallWorld.Words));
        }
    }
}
