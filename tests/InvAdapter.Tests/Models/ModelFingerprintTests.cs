using InvAdapter.Models;
using InvAdapter.Weights;
using Xunit;

namespace InvAdapter.Tests.Models;

public sealed class ModelFingerprintTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly float[] _large = [.. Enumerable.Range(0, 4096).Select(i => i / 7f)];
    private readonly float[] _small = [1, 2, 3];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_copy_of_the_files_is_the_same_model_however_it_lies()
    {
        string own = Of(Tensors());
        Assert.Matches("^[0-9a-f]{32}$", own);
        Assert.Equal(own, Of(Tensors()));
        Assert.Equal(own, Of(Tensors().Reverse()));

        SafetensorsWriter.Write(_folder.At("shard-1.safetensors"), Tensors().Take(1));
        SafetensorsWriter.Write(_folder.At("shard-2.safetensors"), Tensors().Skip(1));
        _folder.Write("shard.safetensors.index.json", """{"weight_map":{"large":"shard-1.safetensors","small":"shard-2.safetensors"}}""");
        using WeightFolder shards = WeightFolder.Open(_folder.Path, "shard");
        Assert.Equal(own, ModelFingerprint.Compute(shards));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(255)]
    [InlineData(3840)]
    [InlineData(4095)]
    public void One_other_weight_near_an_end_is_another_model(int index)
    {
        string own = Of(Tensors());
        _large[index] = MathF.BitIncrement(_large[index]);
        Assert.NotEqual(own, Of(Tensors()));
    }

    [Fact]
    public void Any_other_weight_of_a_small_tensor_is_another_model()
    {
        string own = Of(Tensors());
        _small[1] = 2.5f;
        Assert.NotEqual(own, Of(Tensors()));
    }

    [Fact]
    public void Another_name_type_or_shape_is_another_model()
    {
        string[] fingerprints =
        [
            Of(Tensors()),
            Of([TensorSource.FromSingle("larger", _large, [4096]), Small()]),
            Of([TensorSource.FromSingle("large", _large, [64, 64]), Small()]),
            Of([TensorSource.FromSingle("large", _large, [4096], ElementType.Float16), Small()]),
            Of([TensorSource.FromSingle("large", _large, [4096], ElementType.BFloat16), Small()]),
            Of([Small()]),
            Of([]),
        ];
        Assert.Equal(fingerprints.Length, fingerprints.Distinct().Count());
    }

    private TensorSource Small() => TensorSource.FromSingle("small", _small, [3]);

    private IEnumerable<TensorSource> Tensors() => [TensorSource.FromSingle("large", _large, [4096]), Small()];

    private string Of(IEnumerable<TensorSource> tensors)
    {
        SafetensorsWriter.Write(_folder.At("model.safetensors"), tensors);
        using WeightFolder weights = WeightFolder.Open(_folder.Path, "model");
        return ModelFingerprint.Compute(weights);
    }
}
