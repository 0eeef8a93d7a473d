using InvAdapter.Adapters;
using InvAdapter.Tests;
using InvAdapter.Training.Adapters;
using InvAdapter.Training.Tests.Runs;
using InvAdapter.Weights;
using Xunit;

namespace InvAdapter.Training.Tests.Adapters;

/// <summary>Files alone: none of these tests needs libtorch.</summary>
public class AdapterMeanTests
{
    private const string Site = "mid_block.attentions.0.transformer_blocks.0.attn1";

    [Theory]
    [InlineData(ElementType.Float32)]
    [InlineData(ElementType.Float16)]
    public void Is_the_mean_of_every_weight_with_what_the_files_say_of_themselves(ElementType storeAs)
    {
        using var folder = new TemporaryFolder();
        string[] files = [Adapter(folder, "a", [1, 2, 3, 4]), Adapter(folder, "b", [3, 2, 1, 0]), Adapter(folder, "c", [2, 5, -1, -1])];
        AdapterMean.Write(files, folder.At("mean.safetensors"), storeAs);

        using WeightFolder mean = WeightFolder.OpenFile(folder.At("mean.safetensors"));
        Assert.Equal([2, 3, 1, 1], mean.ReadSingle(Site + AdapterFileFormat.KeysSuffix));
        Assert.Equal([20, 30, 10, 10], mean.ReadSingle(Site + AdapterFileFormat.ValuesSuffix));
        Assert.All(mean.Tensors.Values, tensor => Assert.Equal((storeAs, 2), (tensor.ElementType, tensor.Shape.Length)));
        using WeightFolder first = WeightFolder.OpenFile(files[0]);
        Assert.Equal(first.Metadata, mean.Metadata);
    }

    [Fact]
    public void May_take_the_place_of_one_of_its_files()
    {
        using var folder = new TemporaryFolder();
        string[] files = [Adapter(folder, "a", [1, 2, 3, 4]), Adapter(folder, "b", [3, 2, 1, 0])];
        AdapterMean.Write(files, files[1]);
        using WeightFolder mean = WeightFolder.OpenFile(files[1]);
        Assert.Equal([2, 2, 2, 2], mean.ReadSingle(Site + AdapterFileFormat.KeysSuffix));
    }

    [Fact]
    public void Refuses_what_is_no_adapter_or_another_one()
    {
        using var folder = new TemporaryFolder();
        string first = Adapter(folder, "first", [1, 2, 3, 4]);
        string decoupled = Adapter(folder, "decoupled", [1, 2, 3, 4], AdapterFileFormat.DecoupledFusion);
        string wider = Adapter(folder, "wider", [.. Enumerable.Repeat(1f, 9)]);
        string elsewhere = Adapter(folder, "elsewhere", [1, 2, 3, 4], site: Site.Replace("attn1", "attn2", StringComparison.Ordinal));
        string stranger = folder.At("stranger.safetensors");
        SafetensorsWriter.Write(stranger, [TensorSource.FromSingle("a", new float[1], [1])]);
        string mean = folder.At("mean.safetensors");

        Assert.Contains("two adapters or more", Assert.Throws<ArgumentException>(() => AdapterMean.Write([first], mean)).Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => AdapterMean.Write([first, folder.At("nowhere.safetensors")], mean));
        Refuses("embedded, as in", first, decoupled);
        Refuses("[2,2], as in", first, wider);
        Refuses("missing", first, elsewhere);
        Refuses(AdapterFileFormat.Name, stranger, stranger);
        Refuses(AdapterFileFormat.FormatKey, first, stranger);
        Assert.False(File.Exists(mean));

        void Refuses(string message, params string[] files) =>
            Assert.Contains(message, Assert.Throws<InvalidFileException>(() => AdapterMean.Write(files, mean)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_command_writes_one_and_says_what_is_wrong()
    {
        using var folder = new TemporaryFolder();
        string[] files = [Adapter(folder, "a", [1, 2, 3, 4]), Adapter(folder, "b", [3, 2, 1, 0])];
        Assert.Equal((0, $"{folder.At("mean.safetensors")}: the mean of 2\n", ""), TrainingTool.Run(["average", files[0], files[1], "--float16", "--out", folder.At("mean.safetensors")]));
        using WeightFolder mean = WeightFolder.OpenFile(folder.At("mean.safetensors"));
        Assert.All(mean.Tensors.Values, tensor => Assert.Equal(ElementType.Float16, tensor.ElementType));

        Assert.Equal(2, TrainingTool.Run(["average", files[0], "--out", folder.At("other.safetensors")]).Code);
        Assert.Equal(2, TrainingTool.Run(["average", files[0], files[1]]).Code);
        Assert.Equal(3, TrainingTool.Run(["average", files[0], folder.At("nowhere.safetensors"), "--out", folder.At("other.safetensors")]).Code);
        Assert.Equal(4, TrainingTool.Run(["average", files[0], Adapter(folder, "d", [1, 2, 3, 4], AdapterFileFormat.DecoupledFusion), "--out", folder.At("other.safetensors")]).Code);
        Assert.False(File.Exists(folder.At("other.safetensors")));
    }

    /// <summary>An adapter of one site whose values' map is ten times its keys' one.</summary>
    private static string Adapter(TemporaryFolder folder, string name, float[] keys, string fusion = AdapterFileFormat.EmbeddedFusion, string site = Site)
    {
        string path = folder.At($"{name}.safetensors");
        long side = (long)Math.Sqrt(keys.Length);
        SafetensorsWriter.Write(
            path,
            [
                TensorSource.FromSingle(site + AdapterFileFormat.KeysSuffix, keys, [side, side]),
                TensorSource.FromSingle(site + AdapterFileFormat.ValuesSuffix, Array.ConvertAll(keys, key => 10 * key), [side, side]),
            ],
            new Dictionary<string, string>
            {
                [AdapterFileFormat.FormatKey] = AdapterFileFormat.Name,
                [AdapterFileFormat.VersionKey] = AdapterFileFormat.Version,
                [AdapterFileFormat.FusionKey] = fusion,
            });
        return path;
    }
}
