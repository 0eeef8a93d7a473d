using System.Text.Json;
using CsCheck;
using InvAdapter.Configuration;
using InvAdapter.Tests.Golden;
using Xunit;

namespace InvAdapter.Tests.Configuration;

public sealed class AttentionSiteTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Stable_Diffusion_15_has_the_sites_of_its_checkpoint()
    {
        using JsonDocument shapes = JsonDocument.Parse(File.ReadAllText(Path.Combine(GoldenFolders.InRepository, "sd15-shapes.json")));
        Dictionary<string, int> expected = shapes.RootElement.GetProperty("attention_sites").EnumerateObject().ToDictionary(site => site.Name, site => site.Value.GetInt32());

        UNetConfiguration unet = UNetConfiguration.Load(_folder.Write(PublishedConfigurations.UNet15));

        Assert.Equal(32, expected.Count);
        Assert.Equal(expected, unet.Sites.ToDictionary(site => site.Name, site => site.Width));
        Assert.Equal(16, unet.Sites.Count(site => site.Kind == AttentionKind.Self));
        Assert.All(unet.Sites, site => Assert.Equal(site.Kind == AttentionKind.Self, site.Name.EndsWith("attn1", StringComparison.Ordinal)));
        Assert.Equal([10, 10, 10, 2], Enumerable.Range(0, 4).Select(level => unet.Sites.Count(site => site.Level == level)));
        Assert.Equal(49_561_600, unet.Sites.Sum(site => 2L * site.Width * site.Width));
    }

    [Fact]
    public void Tokens_are_one_a_pixel_at_the_level()
    {
        var site = new AttentionSite("a", AttentionKind.Self, 320, 8, 0);
        Assert.Equal(4096, site.TokenCount(64, 64));
        Assert.Equal(64, (site with { Level = 3 }).TokenCount(64, 64));
        Assert.Equal(2 * 3, (site with { Level = 2 }).TokenCount(5, 9));
    }

    [Fact]
    public void A_level_more_has_a_quarter_of_the_tokens_rounded_up() =>
        Gen.Select(Gen.Int[1, 200], Gen.Int[1, 200], Gen.Int[0, 6]).Sample((height, width, level) =>
        {
            var site = new AttentionSite("a", AttentionKind.Cross, 8, 1, level);
            int side = 1 << level;
            Assert.Equal((height + side - 1) / side * ((width + side - 1) / side), site.TokenCount(height, width));
        });
}
