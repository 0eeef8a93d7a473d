using InvAdapter.Adapters;
using InvAdapter.Configuration;
using InvAdapter.Models;
using InvAdapter.Tests.Golden;
using InvAdapter.Training.Adapters;
using InvAdapter.Training.Modules;
using InvAdapter.Weights;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace InvAdapter.Training.Tests.Adapters;

public class InvAdapterModuleTests : TorchTest
{
    private static readonly string s_folder = Path.Combine(GoldenFolders.InRepository, "tiny-sd15");

    public static IEnumerable<TheoryDataRow<Fusion>> Fusions => Enum.GetValues<Fusion>().Select(fusion => new TheoryDataRow<Fusion>(fusion));

    [Fact]
    public void Self_maps_start_as_the_base_and_cross_values_at_zero()
    {
        UNet2DConditionModel unet = GoldenModules.Open(s_folder).UNet;
        using InvAdapterModule adapter = InvAdapterModule.For(unet, SiteFilter.All, Fusion.Embedded);
        Dictionary<string, Parameter> maps = adapter.named_parameters().ToDictionary(item => item.name, item => item.parameter);
        Dictionary<string, Parameter> own = unet.named_parameters().ToDictionary(item => item.name, item => item.parameter);

        Assert.Equal(2 * unet.Sites.Length, maps.Count);
        foreach (AttentionSite site in unet.Sites)
        {
            if (site.Kind == AttentionKind.Self)
            {
                AssertClose(own[$"{site.Name}.to_k.weight"], maps[$"{site.Name}.to_k_id.weight"], 0, site.Name);
                AssertClose(own[$"{site.Name}.to_v.weight"], maps[$"{site.Name}.to_v_id.weight"], 0, site.Name);
            }
            else
            {
                Assert.All(Values(maps[$"{site.Name}.to_v_id.weight"]), value => Assert.Equal(0, value));
                Assert.Contains(Values(maps[$"{site.Name}.to_k_id.weight"]), value => value != 0);
            }
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => new AdapterStart { CrossKeys = MapStart.Base });
        Assert.Throws<ArgumentException>(() => new InvAdapterModule([], Fusion.Embedded));
    }

    [Theory]
    [MemberData(nameof(Fusions))]
    public void Saves_what_the_core_and_it_itself_load(Fusion fusion)
    {
        UNet2DConditionModel unet = GoldenModules.Open(s_folder).UNet;
        using var folder = new InvAdapter.Tests.TemporaryFolder();
        using InvAdapterModule adapter = InvAdapterModule.For(unet, SiteFilter.Self & SiteFilter.AtLevels(1, 2), fusion);
        string fingerprint = InvAdapterModule.Fingerprint(Path.Combine(s_folder, "unet"));
        adapter.Save(folder.At("adapter.safetensors"), fingerprint);

        using AdapterWeights weights = AdapterWeights.Load(folder.At("adapter.safetensors"), unet.Sites);
        Assert.Equal(adapter.Sites, weights.Sites);
        Assert.Equal(fusion, weights.Fusion);
        Assert.Equal(fingerprint, weights.BaseModel);
        using InvAdapterModule again = InvAdapterModule.Load(folder.At("adapter.safetensors"), unet.Sites);
        Assert.Equal(fusion, again.Fusion);
        foreach (((string name, Parameter before), (string nameAfter, Parameter after)) in adapter.named_parameters().Zip(again.named_parameters()))
        {
            Assert.Equal(name, nameAfter);
            AssertClose(before, after, 0, name);
        }
    }

    [Theory]
    [MemberData(nameof(Fusions))]
    public void Gradients_reach_the_adapter_alone_where_the_base_is_frozen(Fusion fusion)
    {
        UNet2DConditionModel unet = GoldenModules.Open(s_folder).UNet;
        GoldenPipeline golden = GoldenPipeline.Open(s_folder);
        using InvAdapterModule adapter = InvAdapterModule.For(unet, SiteFilter.All, fusion, new AdapterStart { CrossValues = MapStart.Random });
        using var tap = new FeatureTap(unet.Sites);
        Tensor latents = randn(2, 4, 16, 16);
        Tensor text = Golden(golden, "text.last_hidden_state").narrow(0, 0, 2);
        using (no_grad())
            unet.Predict(latents, tensor(new[] { 500f }), text, tap);

        Tensor prediction = unet.Predict(latents, tensor(new[] { 500f, 20f }), text, identity: adapter.Project(tap.Features));
        prediction.square().mean().backward();

        Assert.All(unet.parameters(), parameter => Assert.True(parameter.grad is null));
        Assert.All(adapter.named_parameters(), item =>
        {
            Assert.False(item.parameter.grad is null, item.name);
            Assert.Contains(Values(item.parameter.grad!), value => value != 0);
        });
        Assert.All(tap.Features.Values, feature => Assert.False(feature.requires_grad));
    }

    [Theory]
    [MemberData(nameof(Fusions))]
    public void A_gradient_is_the_slope_of_the_loss(Fusion fusion)
    {
        UNet2DConditionModel unet = GoldenModules.Open(s_folder).UNet;
        using InvAdapterModule adapter = InvAdapterModule.For(unet, SiteFilter.All, fusion, new AdapterStart { CrossValues = MapStart.Random });
        manual_seed(11);
        using var tap = new FeatureTap(unet.Sites);
        Tensor latents = randn(2, 4, 8, 8);
        Tensor text = randn(2, 7, unet.Configuration.CrossAttentionDim);
        Tensor timesteps = tensor(new[] { 300f, 800f });
        using (no_grad())
            unet.Predict(latents, timesteps, text, tap);

        Loss().backward();
        Parameter weight = adapter.parameters().Last();
        Tensor direction = weight.grad! / weight.grad!.norm();
        double slope = weight.grad!.norm().to(float64).item<double>();
        const double Step = 2e-2;
        using IDisposable frozen = no_grad();
        weight.add_(direction * Step);
        double above = Loss().to(float64).item<double>();
        weight.add_(direction * -2 * Step);
        double below = Loss().to(float64).item<double>();
        Assert.Equal(slope, (above - below) / (2 * Step), 0.02 * slope + 1e-5);

        Tensor Loss() => unet.Predict(latents, timesteps, text, identity: adapter.Project(tap.Features, 0.8)).square().mean();
    }

    [Fact]
    public void Another_networks_file_is_refused()
    {
        UNet2DConditionModel unet = GoldenModules.Open(s_folder).UNet;
        using var folder = new InvAdapter.Tests.TemporaryFolder();
        AttentionSite site = unet.Sites[0];
        using var stranger = new InvAdapterModule([site with { Width = site.Width * 2 }], Fusion.Embedded);
        stranger.Save(folder.At("adapter.safetensors"));
        InvalidFileException error = Assert.ThrowsAny<InvalidFileException>(() => InvAdapterModule.Load(folder.At("adapter.safetensors"), unet.Sites));
        Assert.Equal($"{site.Name}.to_k_id.weight", error.Item);
    }
}
