using System.Text;
using InvAdapter.Weights;
using Xunit;

namespace InvAdapter.Tests.Weights;

public sealed class WeightFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_plain_file_comes_first_and_a_variant_when_it_is_asked_for()
    {
        Tensor("model.safetensors", "plain");
        Tensor("model.fp16.safetensors", "half");

        Assert.Equal("plain", Names());
        Assert.Equal("half", Names("fp16"));
        var error = Assert.Throws<ModelFormatException>(() => Names("int8"));
        Assert.Equal("model.int8.safetensors", error.Item);
        Assert.Equal("missing; the folder has model.fp16.safetensors, model.safetensors", error.Actual);
    }

    [Fact]
    public void The_fp16_file_is_read_where_it_is_alone()
    {
        Tensor("model.fp16.safetensors", "half");

        Assert.Equal("half", Names());
    }

    [Fact]
    public void Shards_are_one_set()
    {
        Tensor("model-1.safetensors", "a");
        Tensor("model-2.safetensors", "b", "extra");
        Index("""{"metadata":{"total_size":12},"weight_map":{"a":"model-1.safetensors","b":"model-2.safetensors"}}""");

        using WeightFolder weights = WeightFolder.Open(_folder.Path, "model");

        Assert.Equal([_folder.At("model-1.safetensors"), _folder.At("model-2.safetensors")], weights.Files);
        Assert.Equal(["a", "b", "extra"], weights.Tensors.Keys.Order());
        Assert.True(weights.TryGet("b", out TensorInfo? b));
        Assert.Equal(sizeof(float), weights.Bytes(b).Length);
        Assert.Equal([1f], weights.ReadSingle("b"));
        var destination = new float[1];
        weights.ReadSingle(b, destination);
        Assert.Equal([1f], destination);
        Assert.False(weights.TryGet("c", out _));
        Assert.Equal("c", Assert.Throws<ModelFormatException>(() => weights.ReadSingle("c")).Item);
    }

    [Fact]
    public void Shards_of_a_variant_have_their_own_index()
    {
        Tensor("model.safetensors", "plain");
        Tensor("model-1.fp16.safetensors", "half");
        File.WriteAllText(_folder.At("model.safetensors.index.fp16.json"), """{"weight_map":{"half":"model-1.fp16.safetensors"}}""");

        Assert.Equal("half", Names("fp16"));
    }

    [Theory]
    [InlineData("""{"weight_map":{"a":"model-1.safetensors","b":"model-1.safetensors"}}""", "b")]
    [InlineData("""{"weight_map":{"a":"model-2.safetensors","b":"model-1.safetensors"}}""", "a")]
    [InlineData("""{"weight_map":{"a":"model-3.safetensors"}}""", "a")]
    [InlineData("""{"weight_map":{"a":"../model-1.safetensors"}}""", "a")]
    [InlineData("""{"weight_map":{"a":"..\\model-1.safetensors"}}""", "a")]
    [InlineData("""{"weight_map":{"a":"/etc/passwd.safetensors"}}""", "a")]
    [InlineData("""{"weight_map":{"a":"C:x.safetensors"}}""", "a")]
    [InlineData("""{"weight_map":{"a":"model-1.safetensors\u0000"}}""", "a")]
    [InlineData("""{"weight_map":{"a":"weights.bin"}}""", "a")]
    [InlineData("""{"weight_map":{"a":""}}""", "a")]
    [InlineData("""{"weight_map":{"a":1}}""", "a")]
    [InlineData("""{"weight_map":{"a":"model-1.safetensors","a":"model-1.safetensors"}}""", "a")]
    [InlineData("""{"weight_map":[]}""", "weight_map")]
    [InlineData("""{"weight_map":{},"weight_map":{}}""", "weight_map")]
    [InlineData("""{"metadata":{}}""", "weight_map")]
    [InlineData("""{"metadata":[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]}""", "index")]
    [InlineData("[]", "index")]
    [InlineData("", "index")]
    [InlineData("{", "index")]
    public void An_index_that_lies_is_refused_by_the_name_of_what_lies(string index, string item)
    {
        Tensor("model-1.safetensors", "a");
        Tensor("model-2.safetensors", "c");
        string path = Index(index);

        var error = Assert.Throws<InvalidFileException>(() => Names());

        Assert.Equal((path, item), (error.File, error.Item));
    }

    [Fact]
    public void A_tensor_in_two_shards_is_refused()
    {
        Tensor("model-1.safetensors", "a");
        Tensor("model-2.safetensors", "a", "b");
        Index("""{"weight_map":{"a":"model-1.safetensors","b":"model-2.safetensors"}}""");

        var error = Assert.Throws<InvalidFileException>(() => Names());

        Assert.Equal((_folder.At("model-2.safetensors"), "a"), (error.File, error.Item));
    }

    [Fact]
    public void An_index_of_a_size_that_no_model_has_is_refused()
    {
        using (FileStream file = File.Create(_folder.At("model.safetensors.index.json")))
            file.SetLength(ShardIndex.MaxBytes + 1);

        Assert.Equal("index", Assert.Throws<InvalidFileException>(() => Names()).Item);
    }

    [Theory]
    [InlineData("model.bin")]
    [InlineData("model.ckpt")]
    [InlineData("model.pt")]
    [InlineData("model.PTH")]
    public void Pickle_files_are_refused_and_the_reason_is_told(string name)
    {
        _folder.Write(name, "pickle");

        var error = Assert.Throws<ModelFormatException>(() => Names());

        Assert.Contains(name, error.Actual, StringComparison.Ordinal);
        Assert.Contains("can run code when it is loaded", error.Message, StringComparison.Ordinal);
        Assert.Contains(".safetensors version", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_weights_and_a_missing_one_are_told_apart()
    {
        Assert.Equal("model.safetensors", Assert.Throws<ModelFormatException>(() => Names()).Item);
        Assert.Equal("folder", Assert.Throws<ModelFormatException>(() => WeightFolder.Open(_folder.At("none"), "model")).Item);
        Assert.Throws<ArgumentException>("stem", () => WeightFolder.Open(_folder.Path, "../model"));
        Assert.Throws<ArgumentException>("variant", () => WeightFolder.Open(_folder.Path, "model", "a/b"));
    }

    [Fact]
    public void Nothing_is_read_after_disposal()
    {
        Tensor("model.safetensors", "a");
        WeightFolder weights = WeightFolder.Open(_folder.Path, "model");
        TensorInfo a = weights.Tensors["a"];

        weights.Dispose();
        weights.Dispose();

        Assert.Throws<ObjectDisposedException>(() => weights.Tensors);
        Assert.Throws<ObjectDisposedException>(() => weights.TryGet("a", out _));
        Assert.Throws<ObjectDisposedException>(() => weights.Bytes(a).Length);
        Assert.Throws<ObjectDisposedException>(() => weights.ReadSingle("a"));
        File.WriteAllText(_folder.At("model.safetensors"), "now it is free");
    }

    [Fact]
    public void A_tensor_of_another_folder_is_refused()
    {
        Tensor("model.safetensors", "a");
        Tensor("other.safetensors", "a");
        using WeightFolder weights = WeightFolder.Open(_folder.Path, "model");
        using WeightFolder other = WeightFolder.Open(_folder.Path, "other");

        Assert.Throws<ArgumentException>("tensor", () => weights.Bytes(other.Tensors["a"]).Length);
    }

    [Fact]
    public void Damaged_indices_give_one_kind_of_error_and_no_large_allocation()
    {
        byte[] original = Encoding.UTF8.GetBytes(
            """{"metadata":{"total_size":12},"weight_map":{"a":"model-1.safetensors","b":"model-2.safetensors","ü":"model-2.safetensors"}}""");
        int refused = 0;
        for (int seed = 0; seed < 3000; seed++)
        {
            byte[] bytes = Mutations.Of(original, seed);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                Assert.All(ShardIndex.Parse("mutant", bytes).Values, shard => Assert.Equal(Path.GetFileName(shard), shard));
            }
            catch (InvalidFileException e)
            {
                Assert.Equal("mutant", e.File);
                refused++;
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        }

        Assert.InRange(refused, 1500, 2999);
    }

    private string Index(string json) => _folder.Write("model.safetensors.index.json", json);

    private void Tensor(string file, params string[] names) =>
        SafetensorsWriter.Write(_folder.At(file), names.Select(n => TensorSource.FromSingle(n, new float[] { 1 }, [1])));

    private string Names(string? variant = null)
    {
        using WeightFolder weights = WeightFolder.Open(_folder.Path, "model", variant);
        return string.Join(' ', weights.Tensors.Keys.Order());
    }
}
