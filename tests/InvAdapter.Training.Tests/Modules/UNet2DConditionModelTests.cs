using System.Globalization;
using InvAdapter.Configuration;
using InvAdapter.Models;
using InvAdapter.Tests.Golden;
using InvAdapter.Training.Adapters;
using InvAdapter.Training.Modules;
using Xunit;
using static TorchSharp.torch;

namespace InvAdapter.Training.Tests.Modules;

public class UNet2DConditionModelTests : TorchTest
{
    /// <summary>Every golden folder, with every latent size it has numbers for.</summary>
    public static IEnumerable<TheoryDataRow<string, string>> Sizes =>
        from folder in GoldenFolders.Pipelines
        from name in GoldenPipeline.Open(folder).Names
        where name.StartsWith("unet.", StringComparison.Ordinal) && name.EndsWith(".sample", StringComparison.Ordinal)
        select new TheoryDataRow<string, string>(folder, name[..^".sample".Length]);

    /// <summary>Every adapted call that any golden folder has numbers for.</summary>
    public static IEnumerable<TheoryDataRow<string, string>> AdaptedCalls =>
        from folder in GoldenFolders.Pipelines
        from name in GoldenPipeline.Open(folder).Names
        where name.Contains(".adapted.", StringComparison.Ordinal)
        select new TheoryDataRow<string, string>(folder, name);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Predicts_what_diffusers_predicts(string folder, string size)
    {
        GoldenPipeline golden = GoldenPipeline.Open(folder);
        using IDisposable frozen = no_grad();
        Tensor prediction = GoldenModules.Open(folder).UNet.forward(
            Golden(golden, $"{size}.sample"), Golden(golden, $"{size}.timestep"), Golden(golden, "text.last_hidden_state").narrow(0, 0, 2));
        AssertClose(Golden(golden, $"{size}.eps"), prediction, Close.Call, "eps");
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Taps_the_tokens_that_enter_every_site(string folder, string size)
    {
        GoldenPipeline golden = GoldenPipeline.Open(folder);
        UNet2DConditionModel unet = GoldenModules.Open(folder).UNet;
        using IDisposable frozen = no_grad();
        using var tap = new FeatureTap(unet.Sites);
        Tensor prediction = Reference(golden, unet, size, tap);

        AssertClose(Golden(golden, $"{size}.reference_eps"), prediction, Close.Call, "reference eps");
        Assert.Equal(unet.Sites.Select(site => site.Name), tap.Features.Keys);
        foreach (AttentionSite site in unet.Sites)
            AssertClose(Golden(golden, $"{size}.feature.{site.Name}"), tap.Features[site.Name], Close.Call, site.Name);
    }

    [Theory]
    [MemberData(nameof(AdaptedCalls))]
    public void Fuses_as_the_reference_implementation_does(string folder, string name)
    {
        GoldenPipeline golden = GoldenPipeline.Open(folder);
        UNet2DConditionModel unet = GoldenModules.Open(folder).UNet;
        string size = name[..name.IndexOf(".adapted.", StringComparison.Ordinal)];
        string setting = name[(size.Length + ".adapted.".Length)..];
        SiteFilter filter = setting.EndsWith(".self_only", StringComparison.Ordinal) ? SiteFilter.Self
            : setting.EndsWith(".cross_only", StringComparison.Ordinal) ? SiteFilter.Cross : SiteFilter.All;
        string[] parts = setting.Replace(".self_only", "", StringComparison.Ordinal).Replace(".cross_only", "", StringComparison.Ordinal).Split('.', 2);

        using IDisposable frozen = no_grad();
        using InvAdapterModule adapter = InvAdapterModule.Load(Path.Combine(folder, "inv_adapter.safetensors"), unet.Sites);
        using var tap = new FeatureTap(filter.Of(unet.Sites));
        Reference(golden, unet, size, tap);
        IdentityAttention projected = adapter.Project(tap.Features, double.Parse(parts[1], CultureInfo.InvariantCulture));
        var identity = new IdentityAttention { Fusion = Enum.Parse<Fusion>(parts[0], ignoreCase: true), Strength = projected.Strength, Sites = projected.Sites };
        Tensor prediction = unet.Predict(
            Golden(golden, $"{size}.sample"), Golden(golden, $"{size}.timestep"), Golden(golden, "text.last_hidden_state").narrow(0, 0, 2), identity: identity);

        AssertClose(Golden(golden, name), prediction, Close.Call, name);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Rows_without_an_identity_are_the_plain_network(string folder, string size)
    {
        GoldenPipeline golden = GoldenPipeline.Open(folder);
        UNet2DConditionModel unet = GoldenModules.Open(folder).UNet;
        using IDisposable frozen = no_grad();
        using InvAdapterModule loaded = InvAdapterModule.Load(Path.Combine(folder, "inv_adapter.safetensors"), unet.Sites);
        using var tap = new FeatureTap(unet.Sites);
        Reference(golden, unet, size, tap);
        foreach (Fusion fusion in Enum.GetValues<Fusion>())
        {
            Tensor both = Adapted(null, fusion);
            Tensor onlyFirst = Adapted(tensor(new[] { true, false }), fusion);
            AssertClose(both.narrow(0, 0, 1), onlyFirst.narrow(0, 0, 1), Close.Call, $"{fusion}, with");
            AssertClose(Golden(golden, $"{size}.eps", 1), onlyFirst.narrow(0, 1, 1), Close.Call, $"{fusion}, without");
        }

        Tensor Adapted(Tensor? present, Fusion fusion) => unet.Predict(
            Golden(golden, $"{size}.sample"),
            Golden(golden, $"{size}.timestep"),
            Golden(golden, "text.last_hidden_state").narrow(0, 0, 2),
            identity: new IdentityAttention { Fusion = fusion, Strength = 0.8, Present = present, Sites = loaded.Project(tap.Features).Sites });
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Strength_0_is_the_plain_network_to_the_last_bit(string folder, string size)
    {
        GoldenPipeline golden = GoldenPipeline.Open(folder);
        UNet2DConditionModel unet = GoldenModules.Open(folder).UNet;
        using IDisposable frozen = no_grad();
        using var tap = new FeatureTap(unet.Sites);
        Tensor plain = Reference(golden, unet, size, tap);
        using InvAdapterModule adapter = InvAdapterModule.For(unet, SiteFilter.All, Fusion.Embedded);
        Tensor adapted = unet.Predict(
            Golden(golden, $"{size}.reference"), Golden(golden, $"{size}.timestep"), Golden(golden, "text.last_hidden_state", 2), identity: adapter.Project(tap.Features, 0));
        Assert.Equal(Values(plain), Values(adapted));
    }

    internal static Tensor Reference(GoldenPipeline golden, UNet2DConditionModel unet, string size, FeatureTap? tap) =>
        unet.Predict(Golden(golden, $"{size}.reference"), Golden(golden, $"{size}.timestep"), Golden(golden, "text.last_hidden_state", 2), tap);
}
