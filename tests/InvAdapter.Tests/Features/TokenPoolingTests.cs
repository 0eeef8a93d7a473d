using InvAdapter.Configuration;
using InvAdapter.Features;
using InvAdapter.Models;
using InvAdapter.Runtime;
using InvAdapter.Tests.Golden;
using InvAdapter.Weights;
using Xunit;

namespace InvAdapter.Tests.Features;

public sealed class TokenPoolingTests(TinyPipeline tiny) : IClassFixture<TinyPipeline>
{
    private static readonly AttentionSite s_site = new("site", AttentionKind.Self, Width: 2, Heads: 1, Level: 1);

    [Theory]
    [InlineData(64, 64, 4096, 1)]
    [InlineData(64, 64, 4095, 2)]
    [InlineData(64, 64, 1024, 2)]
    [InlineData(64, 96, 1024, 3)]
    [InlineData(5, 7, 12, 2)]
    [InlineData(5, 7, 1, 7)]
    public void Squares_are_as_small_as_the_budget_allows(int height, int width, int most, int side) => Assert.Equal(side, TokenPooling.Side((height, width), most));

    [Fact]
    public void Tokens_of_a_square_are_averaged_and_at_the_edges_those_that_are_there()
    {
        // 3 rows of 5 tokens, each (its number, its row).
        float[] tokens = [.. Enumerable.Range(0, 15).SelectMany(i => new float[] { i, i / 5 })];
        float[] expected = [3, 0.5f, 5, 0.5f, 6.5f, 0.5f, 10.5f, 2, 12.5f, 2, 14, 2];
        float[] actual = TokenPooling.Average(tokens, (3, 5), 2, 2);
        Close.To(expected, actual, 1e-6, "averages");
    }

    [Theory]
    [InlineData(ElementType.Float32)]
    [InlineData(ElementType.Float16)]
    public void A_feature_keeps_its_type_and_is_disposed_where_it_was_averaged(ElementType type)
    {
        using DeviceTensor plain = DeviceTensor.FromMemory<float>(new float[] { 1, 2, 3, 4, 5, 6, 7, 8 }, 1, 4, 2);
        DeviceTensor feature = plain.ToElementType(type);
        Assert.Same(feature, TokenPooling.Reduce(s_site, feature, new LatentShape(1, 4, 4, 4), 4));
        using DeviceTensor reduced = TokenPooling.Reduce(s_site, feature, new LatentShape(1, 4, 4, 4), 3);
        Assert.Equal((type, 4f, 5f), (reduced.ElementType, reduced.ToArray()[0], reduced.ToArray()[1]));
        Assert.Equal([1L, 1, 2], reduced.Shape);
        Assert.Throws<ObjectDisposedException>(() => feature.ToArray());
    }

    [Theory]
    [InlineData(FeatureSource.InversionPass)]
    [InlineData(FeatureSource.Clean)]
    public async Task An_identity_has_no_more_tokens_than_asked_for_and_is_fed_back_as_itself(FeatureSource source)
    {
        const int Budget = 12;
        var options = new EnrollmentOptions { Steps = 2, Source = source, TokenBudget = null };
        using Identity all = await tiny.Enroll(options);
        using Identity few = await tiny.Enroll(options with { TokenBudget = Budget });
        int timestep = few.Features.Timesteps[^1];
        Assert.Contains(few.Features.Sites, site => all.Features.At(timestep)[site].Shape[1] > Budget);
        Assert.All(few.Features.Sites, site => Assert.InRange(few.Features.At(timestep)[site].Shape[1], 1, Budget));
        Assert.True(few.Features.SizeInBytes < all.Features.SizeInBytes);

        using var folder = new TemporaryFolder();
        few.Save(folder.At("few.safetensors"));
        using Identity loaded = Identity.Load(folder.At("few.safetensors"));
        var request = new GenerationRequest("a portrait") { Steps = 2, GuidanceScale = 2 };
        float[] plain = await tiny.Latents(request);
        float[] withAll = await tiny.Latents(request with { Identity = all });
        float[] withFew = await tiny.Latents(request with { Identity = few });
        Assert.Equal(withFew, await tiny.Latents(request with { Identity = loaded }));
        Assert.True(Distance(withFew, withAll) < 0.5 * Distance(plain, withAll), $"{Distance(withFew, withAll)} against {Distance(plain, withAll)}.");
    }

    [Theory]
    [InlineData(64, 64, 2)]
    [InlineData(96, 96, 3)]
    [InlineData(32, 32, 1)]
    [InlineData(16, 16, 1)]
    public void The_default_budget_averages_at_the_finest_sites_of_large_images_alone(int height, int width, int side) =>
        Assert.Equal(side, TokenPooling.Side((height, width), new EnrollmentOptions().TokenBudget!.Value));

    [Fact]
    public void Budgets_below_one_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new EnrollmentOptions { TokenBudget = 0 });

    private static double Distance(float[] a, float[] b) => Math.Sqrt(a.Zip(b, (x, y) => Math.Pow(x - y, 2)).Sum());
}
