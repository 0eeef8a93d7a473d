using InvAdapter.Configuration;
using InvAdapter.Tests.Golden;
using InvAdapter.Training.Modules;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace InvAdapter.Training.Tests.Modules;

/// <summary>Networks that are trained from nothing begin as PyTorch's do.</summary>
public class FreshWeightTests : TorchTest
{
    public static IEnumerable<TheoryDataRow<string>> Folders => GoldenFolders.Pipelines.Select(path => new TheoryDataRow<string>(path));

    [Fact]
    public void A_network_outlives_the_scope_that_it_is_made_in()
    {
        string folder = GoldenFolders.Pipelines[0];
        (UNet2DConditionModel UNet, CLIPTextModel Text) made;
        using (NewDisposeScope())
        {
            made = (new UNet2DConditionModel(UNetConfiguration.Load(Path.Combine(folder, "unet", "config.json"))),
                new CLIPTextModel(TextEncoderConfiguration.Load(Path.Combine(folder, "text_encoder", "config.json"))));
        }

        using (made.UNet)
        using (made.Text)
        {
            Assert.All(made.UNet.parameters().Concat(made.Text.parameters()), parameter => Assert.False(parameter.IsInvalid));
            Assert.Contains("text_model.embeddings.token_embedding.weight", made.Text.named_parameters().Select(item => item.name));
            Assert.Contains("text_model.embeddings.position_embedding.weight", made.Text.named_parameters().Select(item => item.name));
            Assert.Contains("down_blocks.0.resnets.0.norm1.weight", made.UNet.named_parameters().Select(item => item.name));
        }
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void Every_norm_scales_by_one_and_shifts_by_nothing(string folder)
    {
        using var unet = new UNet2DConditionModel(UNetConfiguration.Load(Path.Combine(folder, "unet", "config.json")));
        using var codec = new AutoencoderKL(AutoencoderConfiguration.Load(Path.Combine(folder, "vae", "config.json")));
        using var text = new CLIPTextModel(TextEncoderConfiguration.Load(Path.Combine(folder, "text_encoder", "config.json")));
        foreach (nn.Module module in (nn.Module[])[unet, codec, text])
        {
            int norms = 0;
            foreach ((string name, Parameter parameter) in module.named_parameters())
            {
                bool isNorm = name.Contains("norm", StringComparison.Ordinal);
                norms += isNorm ? 1 : 0;
                if (isNorm)
                    Assert.All(Values(parameter), value => Assert.Equal(name.EndsWith("weight", StringComparison.Ordinal) ? 1 : 0, value));
                Assert.All(Values(parameter), value => Assert.True(Math.Abs(value) < 10, name));
            }

            Assert.True(norms > 0);
        }
    }
}
