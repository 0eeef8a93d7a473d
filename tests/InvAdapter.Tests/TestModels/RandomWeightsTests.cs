using System.Text.Json;
using InvAdapter.Tests.Golden;
using InvAdapter.Weights;
using Xunit;

namespace InvAdapter.Tests.TestModels;

/// <summary>The writer of full-size models, on a few of its tensors; the whole folder is what <c>benchmarks … full-size</c> writes.</summary>
public sealed class RandomWeightsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(ElementType.Float16, 2)]
    [InlineData(ElementType.Float32, 4)]
    public void The_full_size_unet_has_as_many_weights_as_stable_diffusion_15(ElementType type, int bytes)
    {
        using JsonDocument shapes = JsonDocument.Parse(File.ReadAllText(Path.Combine(GoldenFolders.InRepository, "sd15-shapes.json")));
        Assert.Equal(bytes * shapes.RootElement.GetProperty("unet_parameters").GetInt64(), FullSizeModel.UNetSizeInBytes(type));
    }

    [Fact]
    public void Weights_keep_the_size_of_what_they_are_multiplied_with()
    {
        float[] values = Values("conv.weight", [64, 48, 3, 3], ElementType.Float32, seed: 1);
        double mean = values.Average();
        double deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));

        Assert.InRange(mean, -0.001, 0.001);
        Assert.InRange(deviation * Math.Sqrt(48 * 9), 0.98, 1.02);
    }

    [Fact]
    public void Norms_start_at_one_and_biases_at_zero()
    {
        Assert.All(Values("norm.weight", [320], ElementType.Float16, seed: 1), value => Assert.Equal(1, value));
        Assert.All(Values("norm.bias", [320], ElementType.Float16, seed: 1), value => Assert.Equal(0, value));
    }

    [Fact]
    public void The_seed_and_the_name_decide_and_float16_is_float32_rounded()
    {
        float[] values = Values("a.weight", [200, 100], ElementType.Float32, seed: 1);

        Assert.Equal(values, Values("a.weight", [200, 100], ElementType.Float32, seed: 1));
        Assert.NotEqual(values, Values("a.weight", [200, 100], ElementType.Float32, seed: 2));
        Assert.NotEqual(values, Values("b.weight", [200, 100], ElementType.Float32, seed: 1));
        Assert.Equal(values.Select(value => (float)(Half)value), Values("a.weight", [200, 100], ElementType.Float16, seed: 1));
    }

    public void Dispose() => _folder.Dispose();

    private float[] Values(string name, long[] shape, ElementType type, ulong seed)
    {
        string path = _folder.At("weights.safetensors");
        SafetensorsWriter.Write(path, [RandomWeights.Tensor(name, shape, type, seed)]);
        using SafetensorsFile file = SafetensorsFile.Open(path);
        return file.ReadSingle(name);
    }
}
