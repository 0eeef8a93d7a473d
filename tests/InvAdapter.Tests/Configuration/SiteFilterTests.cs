using CsCheck;
using InvAdapter.Configuration;
using Xunit;

namespace InvAdapter.Tests.Configuration;

public class SiteFilterTests
{
    private static readonly AttentionSite[] s_sites =
    [
        .. from level in Enumerable.Range(0, 4)
           from block in (string[])["down_blocks", "up_blocks"]
           from kind in Enum.GetValues<AttentionKind>()
           select new AttentionSite($"{block}.{level}.attn{(int)kind + 1}", kind, 8, 1, level),
        new AttentionSite("up_blocks.11.attn1", AttentionKind.Self, 8, 1, 0),
    ];

    private static readonly Gen<SiteFilter> s_simple = Gen.OneOf(
        Gen.OneOf(Gen.Const(SiteFilter.All), Gen.Const(SiteFilter.Self), Gen.Const(SiteFilter.Cross), Gen.Const(SiteFilter.Named("up_blocks.1", "down_blocks.2"))),
        Gen.Int[0, 4].Array[1, 3].Select(levels => SiteFilter.AtLevels([.. levels])));

    [Fact]
    public void And_and_or_are_those_of_sets() => Gen.Select(s_simple, s_simple).Sample((a, b) =>
    {
        Assert.Equal(a.Of(s_sites).Intersect(b.Of(s_sites)), (a & b).Of(s_sites));
        Assert.Equal(s_sites.Where(site => a.Includes(site) || b.Includes(site)), (a | b).Of(s_sites));
        Assert.Equal((a & b).Of(s_sites), SiteFilter.BitwiseAnd(b, a).Of(s_sites));
        Assert.Equal((a | b).Of(s_sites), SiteFilter.BitwiseOr(b, a).Of(s_sites));
        Assert.Equal(a.Of(s_sites), (a & SiteFilter.All).Of(s_sites));
        Assert.Equal(a.Of(s_sites), (a & (a | b)).Of(s_sites));
    });

    [Fact]
    public void Self_and_cross_part_all_sites()
    {
        Assert.Empty((SiteFilter.Self & SiteFilter.Cross).Of(s_sites));
        Assert.Equal(s_sites, (SiteFilter.Self | SiteFilter.Cross).Of(s_sites));
        Assert.Equal(s_sites, SiteFilter.All.Of(s_sites));
    }

    [Fact]
    public void Names_are_compared_by_whole_segments()
    {
        Assert.Equal(["up_blocks.1.attn1", "up_blocks.1.attn2"], SiteFilter.Named("up_blocks.1").Of(s_sites).Select(site => site.Name));
        Assert.Equal(["up_blocks.1.attn1", "up_blocks.1.attn2"], SiteFilter.Named("up_blocks.1.").Of(s_sites).Select(site => site.Name));
        Assert.Equal(["up_blocks.11.attn1"], SiteFilter.Named("up_blocks.11.attn1").Of(s_sites).Select(site => site.Name));
        Assert.Empty(SiteFilter.Named("UP_BLOCKS").Of(s_sites));
    }

    [Fact]
    public void Its_text_tells_what_it_chooses() =>
        Assert.Equal("((self & level 1/2) | up_blocks.3)", ((SiteFilter.Self & SiteFilter.AtLevels(1, 2)) | SiteFilter.Named("up_blocks.3")).ToString());

    [Fact]
    public void Filters_that_can_choose_nothing_are_refused()
    {
        Assert.Throws<ArgumentException>("levels", () => SiteFilter.AtLevels());
        Assert.Throws<ArgumentException>("levels", () => SiteFilter.AtLevels(0, -1));
        Assert.Throws<ArgumentException>("levels", () => SiteFilter.AtLevels(default));
        Assert.Throws<ArgumentException>("prefixes", () => SiteFilter.Named());
        Assert.Throws<ArgumentException>("prefixes", () => SiteFilter.Named("a", " "));
    }
}
