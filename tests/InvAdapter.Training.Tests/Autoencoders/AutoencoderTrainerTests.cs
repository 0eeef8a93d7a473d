using InvAdapter.Configuration;
using InvAdapter.FaceWorld;
using InvAdapter.Graphs;
using InvAdapter.Models;
using InvAdapter.Runtime;
using InvAdapter.Tests;
using InvAdapter.Training.Autoencoders;
using InvAdapter.Training.Checkpoints;
using InvAdapter.Training.Cli;
using InvAdapter.Training.Data;
using InvAdapter.Training.Modules;
using InvAdapter.Training.Runs;
using InvAdapter.Training.Tests.Runs;
using InvAdapter.Weights;
using Xunit;
using static TorchSharp.torch;

namespace InvAdapter.Training.Tests.Autoencoders;

public class AutoencoderTrainerTests : TorchTest
{
    private static readonly AutoencoderOptions s_shape = new() { Channels = [8, 16], NormGroups = 4 };
    private static readonly TrainingOptions s_short = new() { Steps = 8, BatchSize = 4, WarmUpSteps = 2, Seed = 5, Threads = 1 };

    [Fact]
    public void A_short_run_lowers_the_loss_clearly()
    {
        using var folder = new TemporaryFolder();
        AutoencoderResult result = Trainer(s_short with { Steps = 150, BatchSize = 8, LearningRate = 4e-3, AverageDecay = 0.9 }).Train(folder.Path, cancellation: TestContext.Current.CancellationToken);

        IReadOnlyList<LossLogEntry> log = LossLog.Read(folder.At("loss.csv"));
        double before = log.Take(5).Average(entry => entry.Loss);
        double after = log.TakeLast(10).Average(entry => entry.Loss);
        Assert.True(after < 0.5 * before, $"{before} before, {after} after.");
        Assert.True(result.Psnr > 12, $"{result.Psnr} dB.");
    }

    [Fact]
    public void Latents_of_the_saved_model_have_unit_deviation()
    {
        using var folder = new TemporaryFolder();
        AutoencoderResult result = Trainer(s_short).Train(folder.Path, cancellation: TestContext.Current.CancellationToken);

        using AutoencoderKL codec = AutoencoderKL.Load(result.Folder);
        Assert.Equal(result.ScalingFactor, codec.Configuration.ScalingFactor);
        using IDisposable frozen = no_grad();
        var images = new StripedImages();
        int[] indices = [.. Enumerable.Range(0, 200)];
        (Tensor mean, Tensor logVariance) = codec.Encode(ImageBatch.Read(images, indices).ToTensor());
        Tensor latents = (mean + (0.5 * logVariance).exp() * randn_like(mean)) * codec.Configuration.ScalingFactor;
        Assert.Equal(1, latents.std().item<float>(), 0.03);
    }

    [Fact]
    public void A_decoder_that_learns_alone_leaves_latents_as_they_are()
    {
        using TemporaryFolder folder = new(), further = new();
        AutoencoderResult first = Trainer(s_short).Train(folder.Path, cancellation: TestContext.Current.CancellationToken);
        AutoencoderOptions shape = s_shape with { Start = first.Folder, DecoderOnly = true };
        TrainingOptions longer = s_short with { Steps = 60, LearningRate = 4e-3, AverageDecay = 0.9 };
        AutoencoderResult second = Trainer(longer, shape).Train(further.Path, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(first.ScalingFactor, second.ScalingFactor);
        Assert.Equal(ModelFiles.EncoderFingerprint(first.Folder), ModelFiles.EncoderFingerprint(second.Folder));
        Assert.NotEqual(ModelFiles.Fingerprint(first.Folder), ModelFiles.Fingerprint(second.Folder));
        Assert.True(second.Psnr > first.Psnr + 0.5, $"{first.Psnr} dB before, {second.Psnr} dB after.");
    }

    [Fact]
    public void An_autoencoder_that_is_trained_on_has_latents_of_its_own_and_what_was_found_out_about_its_range()
    {
        using TemporaryFolder folder = new(), further = new();
        AutoencoderResult first = Trainer(s_short).Train(folder.Path, cancellation: TestContext.Current.CancellationToken);
        string configuration = Path.Combine(first.Folder, "config.json");
        File.WriteAllText(configuration, File.ReadAllText(configuration).Replace("\"force_upcast\": false", "\"force_upcast\": true", StringComparison.Ordinal));
        AutoencoderResult second = Trainer(s_short, s_shape with { Start = first.Folder }).Train(further.Path, cancellation: TestContext.Current.CancellationToken);

        Assert.NotEqual(first.ScalingFactor, second.ScalingFactor);
        Assert.True(AutoencoderConfiguration.Load(Path.Combine(second.Folder, "config.json")).ForceUpcast);
    }

    [Fact]
    public void A_start_of_another_configuration_is_refused()
    {
        using TemporaryFolder folder = new(), further = new();
        AutoencoderResult first = Trainer(s_short).Train(folder.Path, cancellation: TestContext.Current.CancellationToken);
        Assert.Throws<ModelFormatException>(() => Trainer(s_short, s_shape with { Channels = [8, 8], Start = first.Folder }).Train(further.Path, cancellation: TestContext.Current.CancellationToken));

        // All tensors have the same shapes with other groups.
        ModelFormatException groups = Assert.Throws<ModelFormatException>(() => Trainer(s_short, s_shape with { NormGroups = 2, Start = first.Folder }).Train(further.Path, cancellation: TestContext.Current.CancellationToken));
        Assert.Equal(("norm_num_groups", "2", "4"), (groups.Item, groups.Expected, groups.Actual));
        Assert.Throws<ArgumentException>(() => Trainer(s_short, s_shape with { DecoderOnly = true }));
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void A_killed_run_comes_to_the_same_bits(ScalarType type)
    {
        using var left = new TemporaryFolder();
        using var killed = new TemporaryFolder();
        TrainingOptions options = s_short with { ComputeType = type };
        Trainer(options).Train(left.Path, cancellation: TestContext.Current.CancellationToken);

        // A kill leaves an older checkpoint and a log that goes on beyond it.
        string checkpoint = killed.At("checkpoint.safetensors");
        Assert.Throws<InvalidTimeZoneException>(() => Trainer(options with { CheckpointInterval = TimeSpan.Zero }).Train(killed.Path, progress: new Steps(progress =>
        {
            if (progress.Step == 3)
                File.Copy(checkpoint, checkpoint + ".older");
            if (progress.Step == 6)
                throw new InvalidTimeZoneException();
        }), cancellation: TestContext.Current.CancellationToken));
        File.Move(checkpoint + ".older", checkpoint, overwrite: true);
        List<long> steps = [];
        Trainer(options).Train(killed.Path, resume: true, new Steps(progress => steps.Add(progress.Step)), TestContext.Current.CancellationToken);

        Assert.Equal([4, 5, 6, 7, 8], steps);
        foreach (string name in (string[])["loss.csv", "run.json", "checkpoint.safetensors", "vae/config.json", "vae/diffusion_pytorch_model.safetensors"])
            Assert.True(File.ReadAllBytes(left.At(name)).AsSpan().SequenceEqual(File.ReadAllBytes(killed.At(name))), name);
    }

    [Fact]
    public void Cancelling_leaves_a_checkpoint_to_go_on_from()
    {
        using var left = new TemporaryFolder();
        using var stopped = new TemporaryFolder();
        using var source = new CancellationTokenSource();
        Trainer(s_short).Train(left.Path, cancellation: TestContext.Current.CancellationToken);

        Assert.Throws<OperationCanceledException>(() => Trainer(s_short).Train(stopped.Path, progress: new Steps(progress =>
        {
            if (progress.Step == 5)
                source.Cancel();
        }), cancellation: source.Token));
        Assert.False(Directory.Exists(stopped.At("vae")));
        Assert.Equal(5, LossLog.Read(stopped.At("loss.csv")).Count);
        Trainer(s_short).Train(stopped.Path, resume: true, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(File.ReadAllBytes(left.At("checkpoint.safetensors")), File.ReadAllBytes(stopped.At("checkpoint.safetensors")));
        Assert.Equal(File.ReadAllText(left.At("loss.csv")), File.ReadAllText(stopped.At("loss.csv")));
    }

    [Fact]
    public void The_core_gives_the_modules_numbers_for_a_drawn_face()
    {
        using var folder = new TemporaryFolder();
        using var faces = new FaceImages(DatasetSplit.Train, 64, 20);
        AutoencoderResult result = new AutoencoderTrainer(s_shape, s_short with { Steps = 2, WarmUpSteps = 0 }, faces, faces).Train(folder.Path, cancellation: TestContext.Current.CancellationToken);

        using AutoencoderKL module = AutoencoderKL.Load(result.Folder);
        using WeightFolder weights = WeightFolder.Open(result.Folder, "diffusion_pytorch_model");
        using Autoencoder core = Autoencoder.Load(AutoencoderConfiguration.Load(Path.Combine(result.Folder, "config.json")), weights, ExecutionProvider.Cpu(), GraphPrecision.Float32);
        var face = ImageBatch.Read(faces, [7]);
        using IDisposable frozen = no_grad();
        Tensor mean = module.Encode(face.ToTensor()).Mean;
        Latents latents = core.Encode(face.Values, 1, 64, 64, TestContext.Current.CancellationToken);

        AssertClose(mean * result.ScalingFactor, tensor(latents.Values.ToArray(), mean.shape), 1e-4, "latents");
        AssertClose(module.Decode(mean), tensor(core.Decode(latents, TestContext.Current.CancellationToken), [1, 3, 64, 64]), 1e-4, "decoded");
    }

    [Fact]
    public void Options_that_dont_go_together_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new AutoencoderOptions { Channels = [] });
        Assert.Throws<ArgumentOutOfRangeException>(() => new AutoencoderOptions { LatentChannels = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new AutoencoderOptions { DivergenceWeight = double.NaN });
        ArgumentException groups = Assert.Throws<ArgumentException>(() => Trainer(s_short, s_shape with { NormGroups = 5 }));
        Assert.Contains("Channels has 8, which NormGroups 5 doesn't divide", groups.Message, StringComparison.Ordinal);
        ArgumentException side = Assert.Throws<ArgumentException>(() => Trainer(s_short, s_shape with { Channels = [8, 8, 8, 8, 8, 8] }));
        Assert.Contains("16×16", side.Message, StringComparison.Ordinal);
        Assert.Contains("multiples of 32", side.Message, StringComparison.Ordinal);
    }

    private static AutoencoderTrainer Trainer(TrainingOptions options, AutoencoderOptions? shape = null) =>
        new(shape ?? s_shape, options, new StripedImages(), new StripedImages(40));
}
