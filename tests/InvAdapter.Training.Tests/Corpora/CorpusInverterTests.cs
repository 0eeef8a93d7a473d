using InvAdapter.Configuration;
using InvAdapter.Graphs;
using InvAdapter.Inversion;
using InvAdapter.Models;
using InvAdapter.Runtime;
using InvAdapter.Scheduling;
using InvAdapter.Tests;
using InvAdapter.Tests.Golden;
using InvAdapter.Training.Corpora;
using InvAdapter.Training.Tests.Runs;
using InvAdapter.Weights;
using Xunit;

namespace InvAdapter.Training.Tests.Corpora;

public class CorpusInverterTests(SmallWorld world) : TorchTest, IClassFixture<SmallWorld>
{
    private const int InversionSteps = 4;

    [Fact]
    public void Trajectories_are_those_of_the_library_s_own_inverter()
    {
        using var folder = new TemporaryFolder();
        using LatentCorpus corpus = LatentCorpus.Open(world.Latents);
        CorpusInverter.Invert(folder.Path, corpus, world.Model, InversionSteps, cancellation: TestContext.Current.CancellationToken);
        using InversionCorpus inversions = InversionCorpus.Open(folder.Path);
        DdimSchedule schedule = SchedulerConfiguration.Load(world.Model).Build(InversionSteps);
        Assert.Equal((corpus.Count, corpus.Shape), (inversions.Count, inversions.Shape));
        Assert.Equal(schedule.Timesteps.Reverse(), inversions.Timesteps);

        ModelFolder model = ModelFolder.Open(world.Model);
        using WeightFolder weights = model.OpenUNetWeights(), textWeights = model.OpenTextEncoderWeights();
        using UNet unet = UNet.Load(model.UNet, weights, ExecutionProvider.Cpu(1), GraphPrecision.Float32);
        using ClipTextEncoder text = ClipTextEncoder.Load(model.TextEncoder, textWeights, ExecutionProvider.Cpu(1), GraphPrecision.Float32);
        TextEmbedding empty = text.Encode(ClipTokenizer.Load(world.Model).Tokenize("").Ids.AsSpan(), TestContext.Current.CancellationToken);
        foreach (int image in (int[])[0, 7])
        {
            var z0 = new Latents(corpus.Shape, corpus.Read([image]));
            Trajectory expected = new DdimInverter().Invert(new PromptedDenoiser(unet, empty), schedule, z0, TestContext.Current.CancellationToken).Trajectory;
            var points = new float[InversionSteps * corpus.Shape.SampleLength];
            inversions.Read(image, points);
            Close.To(expected.Points.Skip(1).SelectMany(point => point.Values.ToArray()).ToArray(), points, 4e-3, $"the trajectory of image {image} in half precision");
        }
    }

    [Fact]
    public void Goes_on_where_it_was_stopped_and_refuses_other_work()
    {
        using var folder = new TemporaryFolder();
        using LatentCorpus corpus = LatentCorpus.Open(world.Latents);
        Assert.Throws<OperationCanceledException>(() => CorpusInverter.Invert(folder.Path, corpus, world.Model, 2, 5, cancellation: new CancellationToken(canceled: true)));
        Assert.Throws<FileNotFoundException>(() => InversionCorpus.Open(folder.Path));
        CorpusInverter.Invert(folder.Path, corpus, world.Model, 2, 5, cancellation: TestContext.Current.CancellationToken);
        using (InversionCorpus inversions = InversionCorpus.Open(folder.Path))
            Assert.Equal(5, inversions.Count);
        Assert.Throws<InvalidFileException>(() => CorpusInverter.Invert(folder.Path, corpus, world.Model, 3, 5, cancellation: TestContext.Current.CancellationToken));
    }
}
