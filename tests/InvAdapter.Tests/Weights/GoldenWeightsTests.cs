using InvAdapter.Tests.Golden;
using InvAdapter.Weights;
using Xunit;

namespace InvAdapter.Tests.Weights;

public class GoldenWeightsTests
{
    public static IEnumerable<TheoryDataRow<string>> Pipelines => GoldenFolders.PipelineRows;

    [Theory]
    [MemberData(nameof(Pipelines))]
    public void Every_component_opens_and_reads_finite_numbers(string pipeline)
    {
        foreach ((string component, string stem) in new[]
        {
            ("unet", "diffusion_pytorch_model"), ("vae", "diffusion_pytorch_model"), ("text_encoder", "model"),
        })
        {
            using WeightFolder weights = WeightFolder.Open(Path.Combine(pipeline, component), stem);
            Assert.NotEmpty(weights.Tensors);
            foreach (string name in weights.Tensors.Keys)
                Assert.All(weights.ReadSingle(name), value => Assert.True(float.IsFinite(value), name));
        }
    }

    [Fact]
    public void Values_are_the_ones_that_python_reads()
    {
        string folder = Path.Combine(GoldenFolders.InRepository, "tiny-sd15");
        using SafetensorsFile golden = SafetensorsFile.Open(Path.Combine(folder, "golden.safetensors"));
        using SafetensorsFile adapter = SafetensorsFile.Open(Path.Combine(folder, "inv_adapter.safetensors"));
        using WeightFolder text = WeightFolder.Open(Path.Combine(folder, "text_encoder"), "model");

        Assert.Equal([3L, 77L], golden.Tensors["text.ids"].Shape);
        Assert.Equal(10446907, golden.ReadInt64("text.ids").Sum());
        Assert.Equal([1L, 101, 201, 301, 401, 501, 601, 701, 801, 901], golden.ReadInt64("inv.timesteps"));
        float[] z0 = golden.ReadSingle("inv.z0");
        Assert.Equal((0.23248283565044403f, -0.14343568682670593f, 0.3877295255661011f), (z0[0], z0[1], z0[^1]));
        Assert.Equal(38.372392549645156, z0.Sum(v => (double)v), 1e-12);
        float[] half = text.ReadSingle("text_model.final_layer_norm.weight");
        Assert.Equal([1.0087890625f, 1.107421875f, 0.884765625f, 1.0888671875f], half[..4]);
        Assert.Equal(32.24560546875f, half.Sum());
        Assert.Equal(("inv-adapter", "1", 64), (adapter.Metadata["format"], adapter.Metadata["version"], adapter.Tensors.Count));
    }
}
