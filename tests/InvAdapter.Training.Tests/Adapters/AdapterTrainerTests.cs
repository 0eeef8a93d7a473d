using InvAdapter.Adapters;
using InvAdapter.Configuration;
using InvAdapter.Features;
using InvAdapter.Imaging;
using InvAdapter.Models;
using InvAdapter.Tests;
using InvAdapter.Tests.Golden;
using InvAdapter.Training.Adapters;
using InvAdapter.Training.Corpora;
using InvAdapter.Training.Data;
using InvAdapter.Training.Runs;
using InvAdapter.Training.Tests.Runs;
using Xunit;

namespace InvAdapter.Training.Tests.Adapters;

public class AdapterTrainerTests(SmallWorld world) : TorchTest, IClassFixture<SmallWorld>
{
    [Theory]
    [InlineData(FeatureSource.Clean, Fusion.Embedded)]
    [InlineData(FeatureSource.Noised, Fusion.Decoupled)]
    [InlineData(FeatureSource.InversionPass, Fusion.Decoupled)]
    [InlineData(FeatureSource.Trajectory, Fusion.Embedded)]
    public async Task Every_source_gives_an_adapter_that_the_library_uses_as_it_was_trained(FeatureSource source, Fusion fusion)
    {
        using var folder = new TemporaryFolder();
        string path = Train(folder, new AdapterOptions { Source = source, Fusion = fusion, Sites = SiteFilter.Self });
        await using InvAdapterPipeline pipeline = await InvAdapterPipeline.LoadAsync(world.Model, new PipelineOptions { AdapterPath = path }, TestContext.Current.CancellationToken);
        using Identity identity = await pipeline.EnrollAsync(Picture(0), new EnrollmentOptions { Steps = 2 }, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal((source, fusion), (identity.Origin.Source, pipeline.Adapter.Fusion));
        Assert.All(pipeline.Adapter.Sites, site => Assert.Equal(AttentionKind.Self, site.Kind));
        var request = new GenerationRequest("wide stripes") { Steps = 2 };
        GenerationResult plain = await pipeline.GenerateAsync(request, cancellation: TestContext.Current.CancellationToken);
        GenerationResult adapted = await pipeline.GenerateAsync(request with { Identity = identity }, cancellation: TestContext.Current.CancellationToken);
        Assert.NotEqual(plain.Images[0].Latents.Values.ToArray(), adapted.Images[0].Latents.Values.ToArray());
    }

    [Fact]
    public async Task A_clean_references_timestep_is_that_of_the_training()
    {
        using TemporaryFolder late = new(), early = new();
        var options = new AdapterOptions { Source = FeatureSource.Clean, Sites = SiteFilter.Self };
        string path = Train(late, options with { CleanTimestep = 400 });
        Assert.NotEqual(File.ReadAllBytes(Train(early, options)), File.ReadAllBytes(path));
        await using InvAdapterPipeline pipeline = await InvAdapterPipeline.LoadAsync(world.Model, new PipelineOptions { AdapterPath = path }, TestContext.Current.CancellationToken);
        using Identity identity = await pipeline.EnrollAsync(Picture(0), new EnrollmentOptions { Steps = 2 }, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(400, pipeline.Adapter.CleanTimestep);
        Assert.Equal([400], identity.Features.Timesteps);
    }

    [Fact]
    public void A_clean_timestep_that_the_base_does_not_know_is_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdapterOptions { CleanTimestep = -1 });
        ArgumentException error = Assert.Throws<ArgumentException>(() => Train(folder, new AdapterOptions { Source = FeatureSource.Clean, CleanTimestep = 1000 }));
        Assert.Contains("0 to 999", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Training_lowers_the_loss_and_moves_nothing_but_the_adapter()
    {
        using TemporaryFolder learning = new(), standing = new();
        byte[] before = File.ReadAllBytes(Path.Combine(world.Model, "unet", "diffusion_pytorch_model.safetensors"));
        var options = new AdapterOptions { Source = FeatureSource.Clean, PromptDropout = 0.5 };
        TrainingOptions training = SmallWorld.Short with { Steps = 300, BatchSize = 8, LearningRate = 2e-2 };
        Train(learning, options, training);
        Train(standing, options, training with { LearningRate = 1e-12 });

        // A step's images and noise are the same in both, so that what differs is what was learnt.
        double last = LossLog.Read(learning.At("loss.csv")).TakeLast(50).Average(entry => entry.Loss);
        double unlearned = LossLog.Read(standing.At("loss.csv")).TakeLast(50).Average(entry => entry.Loss);
        Assert.True(last < 0.97 * unlearned, $"{unlearned} without learning, {last} with it.");
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(world.Model, "unet", "diffusion_pytorch_model.safetensors")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_stopped_run_comes_to_the_same_bits(bool draws)
    {
        using TemporaryFolder left = new(), stopped = new(), judge = new();
        var options = new AdapterOptions { Source = FeatureSource.Noised, IdentityDropout = 0.3, IdentityLoss = draws ? Drawn(judge) : null };
        Train(left, options);
        var stop = new CancellationTokenSource();
        using LatentCorpus corpus = LatentCorpus.Open(world.Latents);
        var trainer = new AdapterTrainer(options, SmallWorld.Short, world.Model, corpus);
        Assert.Throws<OperationCanceledException>(() => trainer.Train(stopped.Path, progress: new Steps(step => { if (step.Step == 2) stop.Cancel(); }), cancellation: stop.Token));
        trainer.Train(stopped.Path, resume: true, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(File.ReadAllBytes(left.At("adapter.safetensors")), File.ReadAllBytes(stopped.At("adapter.safetensors")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gradient_checkpointing_changes_no_result(bool draws)
    {
        using TemporaryFolder plain = new(), checkpointed = new(), judge = new();
        var options = new AdapterOptions { Source = FeatureSource.Clean, IdentityLoss = draws ? Drawn(judge) : null };
        using AdapterWeights expected = AdapterWeights.Load(Train(plain, options), ModelFolder.Open(world.Model).UNet.Sites);
        using AdapterWeights actual = AdapterWeights.Load(Train(checkpointed, options with { GradientCheckpointing = true }), ModelFolder.Open(world.Model).UNet.Sites);
        foreach (string name in expected.Weights.Tensors.Keys)
            Close.To(expected.Weights.ReadSingle(name), actual.Weights.ReadSingle(name), 1e-5, name);
    }

    [Fact]
    public void An_adapter_to_begin_with_is_gone_on_from()
    {
        using TemporaryFolder first = new(), second = new();
        var options = new AdapterOptions { Source = FeatureSource.Clean };
        string begun = Train(first, options, SmallWorld.Short with { LearningRate = 1e-2 });
        string gone = Train(second, options with { Start = new AdapterStart { File = begun } }, SmallWorld.Short with { Steps = 1, WarmUpSteps = 0, LearningRate = 1e-12 });
        using AdapterWeights expected = AdapterWeights.Load(begun, ModelFolder.Open(world.Model).UNet.Sites);
        using AdapterWeights actual = AdapterWeights.Load(gone, ModelFolder.Open(world.Model).UNet.Sites);
        foreach (string name in expected.Weights.Tensors.Keys)
            Close.To(expected.Weights.ReadSingle(name), actual.Weights.ReadSingle(name), 1e-6, name);
    }

    [Fact]
    public void An_adapter_of_fewer_sites_to_begin_with_leaves_the_others_as_they_begin_by_themselves()
    {
        using TemporaryFolder first = new(), second = new(), third = new();
        var options = new AdapterOptions { Source = FeatureSource.Clean };
        TrainingOptions still = SmallWorld.Short with { Steps = 1, WarmUpSteps = 0, LearningRate = 1e-12 };
        string self = Train(first, options with { Sites = SiteFilter.Self }, SmallWorld.Short with { LearningRate = 1e-2 });
        using AdapterWeights begun = AdapterWeights.Load(self, ModelFolder.Open(world.Model).UNet.Sites);
        using AdapterWeights fresh = AdapterWeights.Load(Train(second, options, still), ModelFolder.Open(world.Model).UNet.Sites);
        using AdapterWeights both = AdapterWeights.Load(Train(third, options with { Start = new AdapterStart { File = self } }, still), ModelFolder.Open(world.Model).UNet.Sites);
        Assert.True(both.Sites.Length > begun.Sites.Length);
        foreach (string name in both.Weights.Tensors.Keys)
        {
            AdapterWeights expected = begun.Weights.Tensors.ContainsKey(name) ? begun : fresh;
            Close.To(expected.Weights.ReadSingle(name), both.Weights.ReadSingle(name), 1e-6, name);
        }
    }

    [Fact]
    public void An_adapter_to_begin_with_must_have_the_same_fusion_and_no_site_that_is_not_asked_for()
    {
        using TemporaryFolder first = new(), second = new();
        var options = new AdapterOptions { Source = FeatureSource.Clean };
        var start = new AdapterStart { File = Train(first, options) };
        foreach (AdapterOptions other in (AdapterOptions[])[options with { Start = start, Sites = SiteFilter.Self }, options with { Start = start, Fusion = Fusion.Decoupled }])
            Assert.Contains("as this training asks for", Assert.Throws<InvalidFileException>(() => Train(second, other)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sources_that_need_inversions_ask_for_them()
    {
        using LatentCorpus corpus = LatentCorpus.Open(world.Latents);
        Assert.Throws<ArgumentException>(() => new AdapterTrainer(new AdapterOptions(), SmallWorld.Short, world.Model, corpus));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdapterOptions { Source = FeatureSource.Replay });
    }

    [Fact]
    public void A_recogniser_has_its_say_in_the_loss_and_only_the_adapter_learns()
    {
        using TemporaryFolder judge = new(), plain = new(), judged = new();
        IdentityLossTests.SaveRecognizer(judge.Path);
        byte[] before = File.ReadAllBytes(judge.At("model.safetensors"));
        var options = new AdapterOptions { Source = FeatureSource.Clean };
        AdapterOptions seen = options with { IdentityLoss = new IdentityLossOptions { Recognizers = [judge.Path], Weight = 2 } };
        string without = Train(plain, options), with = Train(judged, seen);

        // The same images and noise, and a distance between embeddings on top.
        double[] losses = [.. LossLog.Read(plain.At("loss.csv")).Select(entry => entry.Loss)];
        double[] judgedLosses = [.. LossLog.Read(judged.At("loss.csv")).Select(entry => entry.Loss)];
        Assert.InRange(judgedLosses[0] - losses[0], 1e-6, 4);
        Assert.NotEqual(File.ReadAllBytes(without), File.ReadAllBytes(with));
        Assert.Equal(before, File.ReadAllBytes(judge.At("model.safetensors")));
        Assert.Contains("identity_recognizer", File.ReadAllText(judged.At("run.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_are_drawn_in_bfloat16_too_and_the_run_says_how()
    {
        using TemporaryFolder folder = new(), judge = new();
        Train(folder, new AdapterOptions { Source = FeatureSource.Clean, IdentityLoss = Drawn(judge) }, SmallWorld.Short with { ComputeType = TorchSharp.torch.ScalarType.BFloat16 });
        Assert.Contains("\"identity_drawing\": \"3 steps, 2 learn, guidance 2\"", File.ReadAllText(folder.At("run.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_recogniser_that_is_none_is_refused()
    {
        using TemporaryFolder folder = new(), empty = new();
        Assert.ThrowsAny<InvAdapterException>(() => Train(folder, new AdapterOptions { Source = FeatureSource.Clean, IdentityLoss = new IdentityLossOptions { Recognizers = [empty.Path] } }));
        Assert.Throws<ArgumentException>(() => new IdentityLossOptions { Recognizers = [" "] });
        Assert.Throws<ArgumentException>(() => new IdentityLossOptions { Recognizers = [] });
        Assert.Throws<ArgumentOutOfRangeException>(() => new IdentityLossOptions { Recognizers = [empty.Path], Weight = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new IdentityLossOptions { Recognizers = [empty.Path], Weight = double.NaN });
    }

    private static IdentityLossOptions Drawn(TemporaryFolder judge)
    {
        IdentityLossTests.SaveRecognizer(judge.Path);
        return new IdentityLossOptions { Recognizers = [judge.Path], Weight = 2, Drawing = new DrawingOptions { Steps = 3, LearningSteps = 2, GuidanceScale = 2 } };
    }

    private string Train(TemporaryFolder folder, AdapterOptions options, TrainingOptions? training = null)
    {
        using LatentCorpus corpus = LatentCorpus.Open(world.Latents);
        InversionCorpus? inversions = null;
        if (options.Source is FeatureSource.InversionPass or FeatureSource.Trajectory)
        {
            CorpusInverter.Invert(folder.At("inversions"), corpus, world.Model, 3, cancellation: TestContext.Current.CancellationToken);
            inversions = InversionCorpus.Open(folder.At("inversions"));
        }

        using (inversions)
            return new AdapterTrainer(options, training ?? SmallWorld.Short, world.Model, corpus, inversions).Train(folder.Path, cancellation: TestContext.Current.CancellationToken);
    }

    private PixelBuffer Picture(int index)
    {
        var values = new float[3 * 16 * 16];
        world.Images.Read(index, values);
        return PixelBuffer.FromPlanar(values, 16, 16);
    }
}
