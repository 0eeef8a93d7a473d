using InvAdapter.Models;
using InvAdapter.Tests.Golden;
using InvAdapter.Tests.Weights;
using InvAdapter.Weights;
using Xunit;

namespace InvAdapter.Tests.Models;

/// <summary>The same UNet in every way that its weights may lie on a disk.</summary>
public sealed class UNetFilesTests : IDisposable
{
    private readonly TinyModel _model = new();

    public void Dispose() => _model.Dispose();

    [Fact]
    public void Links_into_a_cache_are_followed()
    {
        Directory.CreateDirectory(_model.At("cache", "blobs"));
        Directory.CreateDirectory(_model.At("cache", "snapshots", "x", "unet"));
        File.Move(_model.UNetPath, _model.At("cache", "blobs", "0123abcd"));
        string link = _model.At("cache", "snapshots", "x", "unet", TinyModel.UNetFile);
        File.CreateSymbolicLink(link, Path.Combine("..", "..", "..", "blobs", "0123abcd"));

        AssertSame(_model.At("cache", "snapshots", "x", "unet"));
    }

    [Fact]
    public void A_link_to_a_folder_of_relative_links_is_followed()
    {
        Directory.CreateDirectory(_model.At("elsewhere", "blobs"));
        Directory.CreateDirectory(_model.At("elsewhere", "deep", "unet"));
        File.Move(_model.UNetPath, _model.At("elsewhere", "blobs", "0123abcd"));
        File.CreateSymbolicLink(_model.At("elsewhere", "deep", "unet", TinyModel.UNetFile), Path.Combine("..", "..", "blobs", "0123abcd"));
        Directory.CreateDirectory(_model.At("here"));
        Directory.CreateSymbolicLink(_model.At("here", "model"), _model.At("elsewhere", "deep"));
        Directory.CreateSymbolicLink(_model.At("linked"), _model.At("elsewhere", "deep", "unet"));

        AssertSame(_model.At("here", "model", "unet"));
        AssertSame(_model.At("linked"));
    }

    [Fact]
    public void Shards_are_one_model()
    {
        (List<TensorSource> first, List<TensorSource> second) = Halves();
        SafetensorsWriter.Write(_model.At("unet", "model-1.safetensors"), first);
        SafetensorsWriter.Write(_model.At("unet", "model-2.safetensors"), second);
        WriteIndex(first, second);

        AssertSame(_model.At("unet"));
    }

    [Fact]
    public void Shards_may_lie_in_folders_that_share_nothing_but_the_root()
    {
        using var beside = new TemporaryFolder(AppContext.BaseDirectory);
        (List<TensorSource> first, List<TensorSource> second) = Halves();
        SafetensorsWriter.Write(_model.At("1234"), first);
        SafetensorsWriter.Write(beside.At("5678"), second);
        File.CreateSymbolicLink(_model.At("unet", "model-1.safetensors"), _model.At("1234"));
        File.CreateSymbolicLink(_model.At("unet", "model-2.safetensors"), beside.At("5678"));
        WriteIndex(first, second);

        AssertSame(_model.At("unet"));
    }

    [Fact]
    public void Tensors_that_are_not_aligned_give_the_same_numbers()
    {
        File.WriteAllBytes(_model.UNetPath, SafetensorsBytes.Misalign(File.ReadAllBytes(_model.UNetPath)));
        using (WeightFolder weights = WeightFolder.Open(_model.At("unet"), "diffusion_pytorch_model"))
            Assert.All(weights.Tensors.Values, tensor => Assert.NotEqual(0, tensor.Offset % tensor.ElementType.SizeInBytes()));

        AssertSame(_model.At("unet"));
    }

    [Theory]
    [InlineData(ElementType.Float16, 0.02)]
    [InlineData(ElementType.BFloat16, 0.1)]
    public void Weights_of_half_the_size_come_close(ElementType type, double tolerance)
    {
        SafetensorsWriter.Write(_model.UNetPath, _model.UNetTensors(type));
        using UNet unet = _model.LoadUNet();
        float[] expected = _model.Predict(_model.Golden.UNet);
        float[] actual = _model.Predict(unet);

        Close.To(expected, actual, tolerance);
        Assert.NotEqual(expected, actual);
    }

    [Fact]
    public void A_missing_tensor_is_named_with_its_folder_and_shape()
    {
        SafetensorsWriter.Write(_model.UNetPath, _model.UNetTensors().Where(tensor => tensor.Name != "mid_block.resnets.0.conv1.weight"));

        var error = Assert.Throws<ModelFormatException>(() => _model.LoadUNet());

        Assert.Equal((_model.At("unet"), "mid_block.resnets.0.conv1.weight", "missing"), (error.File, error.Item, error.Actual));
        Assert.Contains("[64,64,3,3]", error.Expected, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("conv_in.weight", "[32,4,3,3]", new long[] { 32, 9, 3, 3 })]
    [InlineData("conv_in.bias", "[32]", new long[] { 33 })]
    [InlineData("down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_k.weight", "[32,32]", new long[] { 32, 48 })]
    [InlineData("down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q.weight", "[32,32]", new long[] { 1024 })]
    public void A_tensor_of_another_shape_is_named_with_its_file_and_both_shapes(string name, string expected, long[] shape)
    {
        float[] values = new float[shape.Aggregate((product, length) => product * length)];
        SafetensorsWriter.Write(_model.UNetPath, [.. _model.UNetTensors().Where(tensor => tensor.Name != name), TensorSource.FromSingle(name, values, shape)]);

        var error = Assert.Throws<ModelFormatException>(() => _model.LoadUNet());

        Assert.Equal((_model.UNetPath, name, $"of shape {expected}", $"of shape [{string.Join(',', shape)}]"), (error.File, error.Item, error.Expected, error.Actual));
    }

    [Fact]
    public void A_tensor_of_whole_numbers_is_refused()
    {
        SafetensorsWriter.Write(_model.UNetPath, [.. _model.UNetTensors().Where(tensor => tensor.Name != "conv_in.bias"), TensorSource.FromInt64("conv_in.bias", new long[32], [32])]);
        var error = Assert.Throws<ModelFormatException>(() => _model.LoadUNet());
        Assert.Equal((_model.UNetPath, "conv_in.bias", "Int64"), (error.File, error.Item, error.Actual));
    }

    private void AssertSame(string folder)
    {
        using UNet unet = _model.LoadUNet(folder);
        Assert.Equal(_model.Predict(_model.Golden.UNet), _model.Predict(unet));
    }

    private (List<TensorSource> First, List<TensorSource> Second) Halves()
    {
        List<TensorSource> tensors = _model.UNetTensors();
        File.Delete(_model.UNetPath);
        return (tensors[..(tensors.Count / 2)], tensors[(tensors.Count / 2)..]);
    }

    private void WriteIndex(List<TensorSource> first, List<TensorSource> second)
    {
        IEnumerable<string> pairs = first.Select(tensor => $"\"{tensor.Name}\":\"model-1.safetensors\"").Concat(second.Select(tensor => $"\"{tensor.Name}\":\"model-2.safetensors\""));
        File.WriteAllText(_model.At("unet", "diffusion_pytorch_model.safetensors.index.json"), "{\"weight_map\":{" + string.Join(',', pairs) + "}}");
    }
}
