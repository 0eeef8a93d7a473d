using System.Globalization;
using System.Numerics.Tensors;
using InvAdapter.Configuration;
using InvAdapter.Graphs;
using InvAdapter.Models;
using InvAdapter.Runtime;
using InvAdapter.Tests.Golden;
using InvAdapter.Weights;
using Xunit;

namespace InvAdapter.Tests.Models;

/// <summary>Networks that use what the published configurations rarely do, against diffusers 0.27.2 (see tests/golden/variants/README.md).</summary>
public class VariantGoldenTests
{
    private static readonly string s_folder = Path.Combine(GoldenFolders.InRepository, "variants");

    public static IEnumerable<TheoryDataRow<string>> UNets => Directory.GetDirectories(s_folder, "unet-*").Select(path => new TheoryDataRow<string>(Path.GetFileName(path)));

    [Theory]
    [MemberData(nameof(UNets))]
    public void UNet_predicts_and_is_tapped_as_in_diffusers(string name)
    {
        string folder = Path.Combine(s_folder, name);
        using SafetensorsFile golden = SafetensorsFile.Open(Path.Combine(folder, "golden.safetensors"));
        using WeightFolder weights = WeightFolder.Open(folder, "diffusion_pytorch_model");
        using UNet unet = UNet.Load(UNetConfiguration.Load(Path.Combine(folder, "config.json")), weights, ExecutionProvider.Cpu(), GraphPrecision.Float32);
        int timestep = int.Parse(golden.Metadata["timestep"], CultureInfo.InvariantCulture);
        float[] texts = golden.ReadSingle("text");
        string[] sizes = [.. golden.Tensors.Keys.Where(key => key.EndsWith(".sample", StringComparison.Ordinal)).Select(key => key.Split('.')[0])];

        Assert.Equal(2, sizes.Length);
        foreach (string size in sizes)
        {
            for (int row = 0; row < 2; row++)
            {
                var text = new TextEmbedding(77, unet.Configuration.CrossAttentionDim, texts.AsSpan(row * texts.Length / 2, texts.Length / 2).ToArray());
                using var capture = new FeatureCapture(unet.Sites);
                Latents sample = Row(golden, $"{size}.sample", row);
                var actual = new Latents(sample.Shape);
                unet.Predict(new NoiseQuery { Latents = sample, Timestep = timestep, Text = text, Capture = capture }, actual, TestContext.Current.CancellationToken);

                Close.To(Row(golden, $"{size}.eps", row).Values, actual.Values, Close.Call, $"{size} row {row}");
                foreach (AttentionSite site in unet.Sites)
                {
                    float[] both = golden.ReadSingle($"{size}.feature.{site.Name}");
                    Close.To(both.AsSpan(row * both.Length / 2, both.Length / 2), capture.Features[site.Name].Values, Close.Call, $"{size} {site}");
                }
            }
        }
    }

    [Fact]
    public void Autoencoder_of_three_levels_gives_what_diffusers_gives()
    {
        string folder = Path.Combine(s_folder, "vae-three-levels");
        using SafetensorsFile golden = SafetensorsFile.Open(Path.Combine(folder, "golden.safetensors"));
        using WeightFolder weights = WeightFolder.Open(folder, "diffusion_pytorch_model");
        using Autoencoder codec = Autoencoder.Load(AutoencoderConfiguration.Load(Path.Combine(folder, "config.json")), weights, ExecutionProvider.Cpu(), GraphPrecision.Float32);
        (int height, int width) = ((int)golden.Tensors["image"].Shape[2], (int)golden.Tensors["image"].Shape[3]);

        (Latents mean, Latents logVariance) = codec.EncodeMoments(golden.ReadSingle("image"), 1, height, width, TestContext.Current.CancellationToken);
        Close.To(golden.ReadSingle("mean"), mean.Values, Close.Call, "mean");
        Close.To(golden.ReadSingle("logvar"), logVariance.Values, Close.Call, "log-variance");
        TensorPrimitives.Multiply(mean.Values, (float)codec.Configuration.ScalingFactor, mean.Values);
        Close.To(golden.ReadSingle("decoded"), codec.Decode(mean, TestContext.Current.CancellationToken), Close.Call, "decoded");
    }

    private static Latents Row(SafetensorsFile golden, string name, int row)
    {
        TensorInfo tensor = golden.Tensors[name];
        var shape = new LatentShape(1, (int)tensor.Shape[1], (int)tensor.Shape[2], (int)tensor.Shape[3]);
        return new Latents(shape, golden.ReadSingle(name).AsSpan(row * shape.Length, shape.Length).ToArray());
    }
}
