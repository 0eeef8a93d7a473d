using System.Text.Json;
using InvAdapter.Tests;
using InvAdapter.Training.Data;
using InvAdapter.Training.Recognition;
using InvAdapter.Training.Runs;
using InvAdapter.Training.Tests.Runs;
using Xunit;
using static TorchSharp.torch;

namespace InvAdapter.Training.Tests.Recognition;

public class RecognizerTrainerTests : TorchTest
{
    private static readonly RecognizerOptions s_shape = new()
    {
        InputSize = 16, Channels = [8, 16], SharedLevels = 1, NormGroups = 4, EmbeddingSize = 16, Shift = 1, Noise = 0.02, Brightness = 0.01,
    };

    private static readonly TrainingOptions s_short = new() { Steps = 8, BatchSize = 4, WarmUpSteps = 2, Seed = 5, Threads = 1 };

    [Fact]
    public void People_and_scenes_that_were_never_seen_are_told_apart()
    {
        using var folder = new TemporaryFolder();
        TrainingOptions options = s_short with { Steps = 200, BatchSize = 16, LearningRate = 5e-3, AverageDecay = 0.9 };
        RecognizerResult result = Trainer(options).Train(folder.Path, cancellation: TestContext.Current.CancellationToken);

        IReadOnlyList<LossLogEntry> log = LossLog.Read(folder.At("loss.csv"));
        double before = log.Take(5).Average(entry => entry.Loss);
        double after = log.TakeLast(10).Average(entry => entry.Loss);
        Assert.True(after < 0.6 * before, $"{before} before, {after} after.");
        Assert.True(result.Verification.AreaUnderCurve > 0.9, $"area {result.Verification.AreaUnderCurve}.");
        Assert.True(result.Verification.EqualErrorRate < 0.2, $"error {result.Verification.EqualErrorRate}.");
        Assert.True(result.Verification.SameCosine > result.Verification.DifferentCosine + 0.3, $"{result.Verification.SameCosine}, {result.Verification.DifferentCosine}.");
        Assert.True(result.TopOne > 0.4, $"top one {result.TopOne} among {result.Gallery}.");
        Assert.Equal(["direction", "contrast"], result.FactAccuracy.Keys);
        Assert.All(result.FactAccuracy, fact => Assert.True(fact.Value > 0.85, $"{fact.Key} {fact.Value}."));
        using var report = JsonDocument.Parse(File.ReadAllText(folder.At("report.json")));
        Assert.Equal(result.TopOne, report.RootElement.GetProperty("top_one").GetDouble());
        Assert.Equal(result.FactAccuracy["direction"], report.RootElement.GetProperty("fact_accuracy").GetProperty("direction").GetDouble());
    }

    [Fact]
    public void One_can_be_trained_on()
    {
        using TemporaryFolder first = new(), second = new(), other = new();
        string begun = Trainer(s_short with { Steps = 60, BatchSize = 16, LearningRate = 5e-3, AverageDecay = 0.9 }).Train(first.Path, cancellation: TestContext.Current.CancellationToken).Folder;
        TrainingOptions little = s_short with { Steps = 3, LearningRate = 1e-6, WarmUpSteps = 0 };
        RecognizerResult result = Trainer(little, s_shape with { Start = begun }).Train(second.Path, cancellation: TestContext.Current.CancellationToken);

        using FaceRecognizer before = FaceRecognizer.Load(begun), after = FaceRecognizer.Load(result.Folder);
        Tensor image = rand(2, 3, 16, 16);
        AssertClose(before.Embed(image), after.Embed(image), 0.1, "embeddings");
        Assert.Contains("\"start\"", File.ReadAllText(second.At("run.json")), StringComparison.Ordinal);
        Assert.Throws<ModelFormatException>(() => Trainer(little, s_shape with { Start = begun, EmbeddingSize = 12 }).Train(other.Path, cancellation: TestContext.Current.CancellationToken));
        Assert.Throws<ModelFormatException>(() => Trainer(little, s_shape with { Start = begun, NormGroups = 2 }).Train(other.Path, cancellation: TestContext.Current.CancellationToken));
        Assert.ThrowsAny<InvAdapterException>(() => Trainer(little, s_shape with { Start = other.At("nothing") }).Train(other.Path, cancellation: TestContext.Current.CancellationToken));
        Assert.False(File.Exists(other.At("run.json")));
    }

    [Fact]
    public void Scenes_that_count_nothing_are_not_taught()
    {
        using TemporaryFolder first = new(), second = new();
        string begun = Trainer(s_short).Train(first.Path, cancellation: TestContext.Current.CancellationToken).Folder;
        RecognizerOptions people = s_shape with { Start = begun, SceneWeight = 0, SharedLevels = 1 };
        string trained = Trainer(s_short with { WeightDecay = 0 }, people).Train(second.Path, cancellation: TestContext.Current.CancellationToken).Folder;

        using FaceRecognizer before = FaceRecognizer.Load(begun), after = FaceRecognizer.Load(trained);
        Dictionary<string, Tensor> then = before.named_parameters().ToDictionary(item => item.name, item => (Tensor)item.parameter);
        foreach ((string name, TorchSharp.Modules.Parameter now) in after.named_parameters())
        {
            bool scene = name.StartsWith("scene.", StringComparison.Ordinal) || name.StartsWith("facts.", StringComparison.Ordinal);
            Assert.True(scene == Values(then[name]).SequenceEqual(Values(now)), name);
        }
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void A_killed_run_comes_to_the_same_bits(ScalarType type)
    {
        using var left = new TemporaryFolder();
        using var killed = new TemporaryFolder();
        string codec = RandomCodec.Save(left.At("codec"));
        TrainingOptions options = s_short with { ComputeType = type };
        Trainer(options, codec: codec).Train(left.Path, cancellation: TestContext.Current.CancellationToken);

        // A kill leaves an older checkpoint and a log that goes on beyond it.
        string checkpoint = killed.At("checkpoint.safetensors");
        Assert.Throws<InvalidTimeZoneException>(() => Trainer(options with { CheckpointInterval = TimeSpan.Zero }, codec: codec).Train(killed.Path, progress: new Steps(progress =>
        {
            if (progress.Step == 3)
                File.Copy(checkpoint, checkpoint + ".older");
            if (progress.Step == 6)
                throw new InvalidTimeZoneException();
        }), cancellation: TestContext.Current.CancellationToken));
        File.Move(checkpoint + ".older", checkpoint, overwrite: true);
        List<long> steps = [];
        Trainer(options, codec: codec).Train(killed.Path, resume: true, new Steps(progress => steps.Add(progress.Step)), cancellation: TestContext.Current.CancellationToken);

        Assert.Equal([4, 5, 6, 7, 8], steps);
        foreach (string name in (string[])["loss.csv", "run.json", "report.json", "checkpoint.safetensors", "recognizer/config.json", "recognizer/model.safetensors"])
            Assert.True(File.ReadAllBytes(left.At(name)).AsSpan().SequenceEqual(File.ReadAllBytes(killed.At(name))), name);
    }

    [Fact]
    public void Another_codec_is_another_run()
    {
        using var folder = new TemporaryFolder();
        // Both are made before anything is trained: training begins random numbers anew.
        (string first, string second) = (RandomCodec.Save(folder.At("first")), RandomCodec.Save(folder.At("second")));
        Trainer(s_short, codec: first).Train(folder.Path, cancellation: TestContext.Current.CancellationToken);
        InvalidFileException error = Assert.Throws<InvalidFileException>(() =>
            Trainer(s_short, codec: second).Train(folder.Path, resume: true, cancellation: TestContext.Current.CancellationToken));
        Assert.Contains("codec", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_codec_changes_what_is_learnt_by_its_share()
    {
        using var folder = new TemporaryFolder();
        string codec = RandomCodec.Save(folder.At("codec"));
        double[] losses = [.. new[] { 0, 0.5, 1 }.Select(share =>
        {
            string path = folder.At($"run{share}");
            Trainer(s_short with { Steps = 1, WarmUpSteps = 0 }, s_shape with { DecodedShare = share }, codec).Train(path, cancellation: TestContext.Current.CancellationToken);
            return LossLog.Read(Path.Combine(path, "loss.csv"))[0].Loss;
        })];
        Assert.Equal(3, losses.Distinct().Count());
    }

    [Fact]
    public void Stopped_while_images_are_made_it_goes_on_with_the_next()
    {
        using var left = new TemporaryFolder();
        using var stopped = new TemporaryFolder();
        using var source = new CancellationTokenSource();
        string codec = RandomCodec.Save(left.At("codec"));
        List<int> made = [];
        var preparation = new Preparation(progress =>
        {
            made.Add(progress.Done);
            if (progress.Done == 96)
                source.Cancel();
        });
        Trainer(s_short, codec: codec).Train(left.Path, cancellation: TestContext.Current.CancellationToken);
        Assert.Throws<OperationCanceledException>(() => Trainer(s_short, codec: codec).Train(stopped.Path, preparation: preparation, cancellation: source.Token));
        Assert.Empty(LossLog.Read(stopped.At("loss.csv")));

        // A kill leaves half of what comes next.
        string images = Assert.Single(Directory.GetFiles(stopped.Path, "images-*.bin"));
        File.AppendAllBytes(images, [1, 2, 3]);
        Trainer(s_short, codec: codec).Train(stopped.Path, resume: true, preparation: preparation, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal([32, 64, 96, 128, 160, 192, 224, 240], made);
        foreach (string name in (string[])[Path.GetFileName(images), "loss.csv", "report.json", "checkpoint.safetensors"])
            Assert.True(File.ReadAllBytes(left.At(name)).AsSpan().SequenceEqual(File.ReadAllBytes(stopped.At(name))), name);
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
        Assert.False(Directory.Exists(stopped.At("recognizer")));
        Trainer(s_short).Train(stopped.Path, resume: true, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(File.ReadAllBytes(left.At("checkpoint.safetensors")), File.ReadAllBytes(stopped.At("checkpoint.safetensors")));
    }

    [Fact]
    public void Options_that_dont_go_together_are_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<ArgumentOutOfRangeException>(() => new RecognizerOptions { Margin = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RecognizerOptions { DecodedShare = 1.1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RecognizerOptions { SceneWeight = double.NaN });
        Assert.Contains("NormGroups 5", Assert.Throws<ArgumentException>(() => Trainer(s_short, s_shape with { NormGroups = 5 })).Message, StringComparison.Ordinal);
        Assert.Contains("multiple of 4", Assert.Throws<ArgumentException>(() => Trainer(s_short, s_shape with { InputSize = 18 })).Message, StringComparison.Ordinal);
        Assert.Contains("SharedLevels is 3", Assert.Throws<ArgumentException>(() => Trainer(s_short, s_shape with { SharedLevels = 3 })).Message, StringComparison.Ordinal);

        string codec = RandomCodec.Save(folder.At("codec"));
        ArgumentException side = Assert.Throws<ArgumentException>(() => new RecognizerTrainer(s_shape, s_short, new StripedPeople(0, 4, side: 15), new StripedPeople(4, 4), codec));
        Assert.Contains("15×15", side.Message, StringComparison.Ordinal);
        ArgumentException once = Assert.Throws<ArgumentException>(() => new RecognizerTrainer(s_shape, s_short, new StripedPeople(0, 4), new StripedPeople(4, 4, scenes: 1)));
        Assert.Contains("twice", once.Message, StringComparison.Ordinal);
    }

    private static RecognizerTrainer Trainer(TrainingOptions options, RecognizerOptions? shape = null, string? codec = null) =>
        new(shape ?? s_shape, options, new StripedPeople(0, 60), new StripedPeople(60, 10), codec);

    private sealed class Preparation(Action<ImagesPrepared> action) : IProgress<ImagesPrepared>
    {
        public void Report(ImagesPrepared value) => action(value);
    }
}
