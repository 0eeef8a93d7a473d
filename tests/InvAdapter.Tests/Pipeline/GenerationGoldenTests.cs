using InvAdapter.Adapters;
using InvAdapter.Configuration;
using InvAdapter.Features;
using InvAdapter.Inversion;
using InvAdapter.Models;
using InvAdapter.Scheduling;
using InvAdapter.Tests.Adapters;
using InvAdapter.Tests.Golden;
using InvAdapter.Tests.Inversion;
using Xunit;

namespace InvAdapter.Tests.Pipeline;

/// <summary>Whole runs: invert, capture, project, and guide ten steps with the identity on the prompted branch.</summary>
public class GenerationGoldenTests
{
    /// <summary>Every adapted run: its mode, and where its features were captured.</summary>
    public static IEnumerable<TheoryDataRow<string, string>> Runs =>
        from folder in GoldenFolders.Pipelines
        from name in GoldenPipeline.Open(folder).Names
        where name.StartsWith("gen.embedded.", StringComparison.Ordinal) || name.StartsWith("gen.decoupled.", StringComparison.Ordinal)
        select new TheoryDataRow<string, string>(folder, name);

    [Theory]
    [MemberData(nameof(GoldenFolders.PipelineRows), MemberType = typeof(GoldenFolders))]
    public void The_plain_run_ends_where_diffusers_ends(string folder)
    {
        GoldenPipeline golden = GoldenPipeline.Open(folder);
        Latents latents = Generate(golden, null);

        Assert.Equal(golden.Numbers("gen.timesteps").Select(t => (int)t), InversionGoldenTests.Schedule(golden).Timesteps);
        Close.To(golden.Numbers("gen.plain"), latents.Values, Close.Run, "latents");
        Close.To(golden.Numbers("gen.plain.image"), golden.Autoencoder.Decode(latents, TestContext.Current.CancellationToken), Close.Run, "image");
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void The_adapted_run_ends_where_the_reference_ends(string folder, string name)
    {
        GoldenPipeline golden = GoldenPipeline.Open(folder);
        string[] parts = name.Split('.');
        using AttentionAdapter adapter = AdaptedUNetGoldenTests.LoadAdapter(golden);
        using Identity identity = Enroll(golden, Enum.Parse<FeatureSource>(parts[2].Replace("_", "", StringComparison.Ordinal), ignoreCase: true));
        Latents latents = Generate(golden, new IdentityFeed(adapter, SiteFilter.All)
        {
            Identity = identity,
            Fusion = Enum.Parse<Fusion>(parts[1], ignoreCase: true),
            Strength = golden.Facts.GetProperty("scale").GetDouble(),
            Steps = InversionGoldenTests.Schedule(golden).Steps,
        });
        Close.To(golden.Numbers(name), latents.Values, Close.Run, name);
    }

    [Theory]
    [MemberData(nameof(GoldenFolders.PipelineRows), MemberType = typeof(GoldenFolders))]
    public void Strength_zero_is_the_plain_run_to_the_last_bit(string folder)
    {
        GoldenPipeline golden = GoldenPipeline.Open(folder);
        using AttentionAdapter adapter = AdaptedUNetGoldenTests.LoadAdapter(golden);
        using Identity identity = Enroll(golden, FeatureSource.InversionPass);
        foreach (Fusion fusion in Enum.GetValues<Fusion>())
        {
            var feed = new IdentityFeed(adapter, SiteFilter.All) { Identity = identity, Fusion = fusion, Strength = 0, Steps = 10 };
            Assert.Equal(Generate(golden, null).Values, Generate(golden, feed).Values);
        }
    }

    internal static Identity Enroll(GoldenPipeline golden, FeatureSource source)
    {
        DdimSchedule schedule = InversionGoldenTests.Schedule(golden);
        var extractor = new FeatureExtractor
        {
            Predictor = golden.UNet,
            EmptyPrompt = golden.Embedding(golden.Facts.GetProperty("negative_index").GetInt32()),
            Schedule = schedule,
            Inverter = new DdimInverter(),
            Source = source,
        };
        (InversionResult inversion, FeatureSet features) = extractor.Extract(golden.Latents("inv.z0"), TestContext.Current.CancellationToken);
        return new Identity(new IdentityOrigin("golden", schedule.Configuration, schedule.Steps, source, "DDIM", inversion.Calls), inversion, features);
    }

    private static Latents Generate(GoldenPipeline golden, IdentityFeed? feed)
    {
        DdimSchedule schedule = InversionGoldenTests.Schedule(golden);
        TextEmbedding prompt = golden.Embedding(golden.Facts.GetProperty("prompt_index").GetInt32());
        TextEmbedding negative = golden.Embedding(golden.Facts.GetProperty("negative_index").GetInt32());
        IDenoiser prompted = feed is null ? new PromptedDenoiser(golden.UNet, prompt) : new IdentityDenoiser(golden.UNet, prompt, feed, schedule.Timesteps);
        var denoiser = new GuidedDenoiser(prompted, new PromptedDenoiser(golden.UNet, negative), golden.Facts.GetProperty("guidance").GetDouble());
        return new DdimSampler(denoiser, schedule).Run(golden.Latents("gen.zT"), TestContext.Current.CancellationToken);
    }
}
