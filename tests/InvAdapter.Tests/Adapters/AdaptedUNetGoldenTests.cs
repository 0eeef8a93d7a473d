using System.Globalization;
using InvAdapter.Adapters;
using InvAdapter.Configuration;
using InvAdapter.Graphs;
using InvAdapter.Models;
using InvAdapter.Runtime;
using InvAdapter.Tests.Golden;
using InvAdapter.Tests.Models;
using Xunit;

namespace InvAdapter.Tests.Adapters;

public class AdaptedUNetGoldenTests
{
    /// <summary>Every adapted call that any golden folder has numbers for.</summary>
    public static IEnumerable<TheoryDataRow<string, string>> Calls =>
        from folder in GoldenFolders.Pipelines
        from name in GoldenPipeline.Open(folder).Names
        where name.Contains(".adapted.", StringComparison.Ordinal)
        select new TheoryDataRow<string, string>(folder, name);

    [Theory]
    [MemberData(nameof(Calls))]
    public void Fuses_as_the_reference_implementation_does(string folder, string name)
    {
        GoldenPipeline golden = GoldenPipeline.Open(folder);
        string size = name[..name.IndexOf(".adapted.", StringComparison.Ordinal)];
        string setting = name[(size.Length + ".adapted.".Length)..];
        SiteFilter filter = setting.EndsWith(".self_only", StringComparison.Ordinal) ? SiteFilter.Self
            : setting.EndsWith(".cross_only", StringComparison.Ordinal) ? SiteFilter.Cross : SiteFilter.All;
        string[] parts = setting.Replace(".self_only", "", StringComparison.Ordinal).Replace(".cross_only", "", StringComparison.Ordinal).Split('.', 2);

        using AttentionAdapter adapter = LoadAdapter(golden);
        using var capture = new FeatureCapture(filter.Of(golden.UNet.Sites));
        UNetGoldenTests.Predict(golden, UNetGoldenTests.Reference(golden, size, capture));
        IReadOnlyDictionary<string, SiteTokens> tokens = adapter.Project(capture.Features, TestContext.Current.CancellationToken);
        var identity = new IdentityTokens
        {
            Fusion = Enum.Parse<Fusion>(parts[0], ignoreCase: true),
            Strength = double.Parse(parts[1], CultureInfo.InvariantCulture),
            Sites = tokens,
        };

        Assert.Equal(capture.Sites.Count, tokens.Count);
        for (int row = 0; row < 2; row++)
        {
            Latents actual = UNetGoldenTests.Predict(golden, new NoiseQuery
            {
                Latents = golden.Latents($"{size}.sample", row),
                Timestep = UNetGoldenTests.Timestep(golden, size),
                Text = golden.Embedding(row),
                Identity = identity,
            });
            Close.To(golden.Latents(name, row).Values, actual.Values, Close.Call, name);
        }

        foreach (SiteTokens site in tokens.Values)
            site.Dispose();
    }

    internal static AttentionAdapter LoadAdapter(GoldenPipeline golden, long cacheBytes = long.MaxValue)
    {
        using AdapterWeights weights = AdapterWeights.Load(Path.Combine(golden.Folder, "inv_adapter.safetensors"), golden.UNet.Sites);
        return AttentionAdapter.Load(weights, ExecutionProvider.Cpu(), GraphPrecision.Float32, cacheBytes);
    }
}
