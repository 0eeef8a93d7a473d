using InvAdapter.FaceWorld;
using InvAdapter.Tests;
using InvAdapter.Training.Cli;
using InvAdapter.Training.Recognition;
using Xunit;
using static TorchSharp.torch;

namespace InvAdapter.Training.Tests.Recognition;

public class FaceRecognizerTests : TorchTest
{
    private static readonly RecognizerConfiguration s_shape = new()
    {
        InputSize = 16, Channels = [8, 16, 16], SharedLevels = 1, NormGroups = 4, EmbeddingSize = 12, SceneFacts = [new("Hat", 3), new("Style", 5)],
    };

    [Theory]
    [InlineData(16, 16)]
    [InlineData(40, 24)]
    [InlineData(9, 30)]
    public void Images_of_any_size_give_unit_embeddings_and_logits(int height, int width)
    {
        using var network = new FaceRecognizer(s_shape);
        Tensor images = rand(3, 3, height, width) * 2 - 1;
        Tensor embeddings = network.Embed(images);
        Assert.Equal([3, 12], embeddings.shape);
        AssertClose(ones(3), embeddings.square().sum(1), 1e-5, "lengths");
        IReadOnlyDictionary<string, Tensor> scene = network.ClassifyScene(images);
        Assert.Equal(["Hat", "Style"], scene.Keys);
        Assert.Equal([3, 3], scene["Hat"].shape);
        Assert.Equal([3, 5], scene["Style"].shape);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_saved_recogniser_gives_the_same_numbers(int shared)
    {
        using var folder = new TemporaryFolder();
        using var network = new FaceRecognizer(s_shape with { SharedLevels = shared });
        network.Save(folder.Path);
        using var loaded = FaceRecognizer.Load(folder.Path);
        Tensor images = rand(2, 3, 20, 20) * 2 - 1;
        Assert.Equal(Values(network.Embed(images)), Values(loaded.Embed(images)));
        Assert.Equal(Values(network.ClassifyScene(images)["Style"]), Values(loaded.ClassifyScene(images)["Style"]));
        Assert.Equal(s_shape.SceneFacts, loaded.Configuration.SceneFacts);
        Assert.Equal(shared, loaded.Configuration.SharedLevels);
    }

    [Fact]
    public void A_folder_of_something_else_is_refused_with_the_key()
    {
        using var folder = new TemporaryFolder();
        using var network = new FaceRecognizer(s_shape);
        network.Save(folder.Path);
        string config = File.ReadAllText(folder.At("config.json"));
        foreach ((string from, string to, string key) in ((string, string, string)[])[
            ("FaceRecognizer", "AutoencoderKL", "_class_name"), ("\"input_size\": 16", "\"input_size\": 20", "input_size"), ("\"Hat\"", "\"Style\"", "scene_facts"),
            ("\"norm_num_groups\": 4", "\"norm_num_groups\": 3", "norm_num_groups"), ("\"shared_levels\": 1", "\"shared_levels\": 4", "shared_levels"), ("\"embedding_size\": 12", "\"embedding_size\": 13", "project")])
        {
            Assert.Contains(from, config, StringComparison.Ordinal);
            File.WriteAllText(folder.At("config.json"), config.Replace(from, to, StringComparison.Ordinal));
            ModelFormatException error = Assert.Throws<ModelFormatException>(() => FaceRecognizer.Load(folder.Path));
            Assert.Contains(key, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Images_that_are_none_are_refused()
    {
        using var network = new FaceRecognizer(s_shape);
        Assert.Contains("[1,4,16,16]", Assert.Throws<ArgumentException>(() => network.Embed(zeros(1, 4, 16, 16))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Drawn_faces_have_the_labels_of_their_person_and_scene()
    {
        using var faces = new LabelledFaces(DatasetSplit.Validation, 64, 5, 3);
        Assert.Equal((15, 5), (faces.Count, faces.People));
        Assert.Equal(Enum.GetNames<FactKind>(), faces.SceneFacts.Select(fact => fact.Name));
        for (int index = 0; index < faces.Count; index++)
        {
            ImageLabels labels = faces.Labels(index);
            FaceIdentity identity = FaceIdentity.FromSeed(DatasetSplit.Validation.FirstSeed + index / 3);
            Assert.Equal(index / 3, labels.Person);
            Assert.Equal(FaceLabels.ClassesOf(identity), labels.Classes);
            Assert.Equal(FaceLabels.MeasuresOf(identity), labels.Measures);
            Assert.All(labels.Facts.Zip(faces.SceneFacts), item => Assert.InRange(item.First, ImageLabels.NotApplicable, item.Second.Count - 1));
        }

        using var others = new LabelledFaces(DatasetSplit.Train, 64, 5, 3);
        Assert.NotEqual(Enumerable.Range(0, 15).SelectMany(i => faces.Labels(i).Facts), Enumerable.Range(0, 15).SelectMany(i => others.Labels(i).Facts));
    }
}
