using InvAdapter.Configuration;
using InvAdapter.Graphs;
using InvAdapter.Models;
using InvAdapter.Runtime;
using InvAdapter.Tests.Golden;
using InvAdapter.Weights;
using Xunit;

namespace InvAdapter.Tests.Models;

public class UNetGoldenTests
{
    /// <summary>Every golden folder, with every latent size it has numbers for.</summary>
    public static IEnumerable<TheoryDataRow<string, string>> Sizes =>
        from folder in GoldenFolders.Pipelines
        from name in GoldenPipeline.Open(folder).Names
        where name.StartsWith("unet.", StringComparison.Ordinal) && name.EndsWith(".sample", StringComparison.Ordinal)
        select new TheoryDataRow<string, string>(folder, name[..^".sample".Length]);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Predicts_what_diffusers_predicts(string folder, string size)
    {
        GoldenPipeline golden = GoldenPipeline.Open(folder);
        for (int row = 0; row < 2; row++)
        {
            Latents actual = Predict(golden, new NoiseQuery { Latents = golden.Latents($"{size}.sample", row), Timestep = Timestep(golden, size), Text = golden.Embedding(row) });
            Close.To(golden.Latents($"{size}.eps", row).Values, actual.Values, Close.Call, "eps");
        }
    }

    [Theory]
    [MemberData(nameof(GoldenFolders.PipelineRows), MemberType = typeof(GoldenFolders))]
    public void A_graph_for_any_provider_has_no_branches_and_predicts_the_same(string folder)
    {
        GoldenPipeline golden = GoldenPipeline.Open(folder);
        string size = Sizes.First(row => row.Data.Item1 == folder).Data.Item2;
        UNetConfiguration configuration = UNetConfiguration.Load(Path.Combine(folder, "unet", "config.json"));
        using WeightFolder weights = WeightFolder.Open(Path.Combine(folder, "unet"), "diffusion_pytorch_model");
        NetworkGraph graph = UNetGraph.Build(configuration, weights, GraphPrecision.Float32);
        Assert.DoesNotContain(graph.Model.Graph.Node, node => node.OpType == "If");
        Assert.Contains(UNetGraph.Build(configuration, weights, GraphTarget.For(ExecutionProvider.Cpu(), GraphPrecision.Float32)).Model.Graph.Node, node => node.OpType == "If");

        using UNet unet = UNet.Load(configuration, graph, ExecutionProvider.Cpu());
        var actual = new Latents(golden.Latents($"{size}.sample", 0).Shape);
        unet.Predict(
            new NoiseQuery { Latents = golden.Latents($"{size}.sample", 0), Timestep = Timestep(golden, size), Text = golden.Embedding(0) },
            actual,
            TestContext.Current.CancellationToken);
        Close.To(golden.Latents($"{size}.eps", 0).Values, actual.Values, Close.Call, "eps");
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Captures_the_tokens_that_enter_every_site(string folder, string size)
    {
        GoldenPipeline golden = GoldenPipeline.Open(folder);
        using var capture = new FeatureCapture(golden.UNet.Sites);
        Latents actual = Predict(golden, Reference(golden, size, capture));

        Close.To(golden.Numbers($"{size}.reference_eps"), actual.Values, Close.Call, "reference eps");
        Assert.NotEmpty(golden.UNet.Sites);
        foreach (AttentionSite site in golden.UNet.Sites)
        {
            string name = $"{size}.feature.{site.Name}";
            DeviceTensor feature = capture.Features[site.Name];
            Assert.Equal(golden.Shape(name), feature.Shape);
            Assert.Equal(site.TokenCount(actual.Shape.Height, actual.Shape.Width), feature.Shape[1]);
            Close.To(golden.Numbers(name), feature.Values, Close.Call, site.Name);
        }

        Assert.Equal(golden.Names.Count(name => name.StartsWith($"{size}.feature.", StringComparison.Ordinal)), golden.UNet.Sites.Length);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_batch_gives_what_its_rows_give(string folder, string size)
    {
        GoldenPipeline golden = GoldenPipeline.Open(folder);
        Latents sample = golden.Latents($"{size}.sample");
        Latents both = Predict(golden, new NoiseQuery { Latents = sample, Timestep = Timestep(golden, size), Text = golden.Embedding(0) });
        Close.To(golden.Latents($"{size}.eps", 0).Values, both.Sample(0), Close.Call, "first row");
    }

    internal static int Timestep(GoldenPipeline golden, string size) => (int)golden.Numbers($"{size}.timestep")[0];

    internal static NoiseQuery Reference(GoldenPipeline golden, string size, FeatureCapture? capture = null) => new()
    {
        Latents = golden.Latents($"{size}.reference"),
        Timestep = Timestep(golden, size),
        Text = golden.Embedding(2),
        Capture = capture,
    };

    internal static Latents Predict(GoldenPipeline golden, NoiseQuery query)
    {
        var prediction = new Latents(query.Latents.Shape);
        golden.UNet.Predict(query, prediction, TestContext.Current.CancellationToken);
        return prediction;
    }
}
