using CsCheck;
using Xunit;

namespace InvAdapter.FaceWorld.Tests;

public class FaceIdentityTests
{
    [Fact]
    public void A_seed_is_one_person() =>
        Gen.Long.Sample(seed => FaceIdentity.FromSeed(seed) == FaceIdentity.FromSeed(seed));

    /// <summary>Pins parameters, not pixels: trained weights and results are about these very people.</summary>
    [Fact]
    public void People_are_the_same_on_every_machine_and_version()
    {
        ulong hash = 0;
        for (long seed = -50; seed < 50; seed++)
            hash = Fingerprints.Of(FaceIdentity.FromSeed(seed), hash);

        Assert.Equal(Fingerprints.Identities, hash);
    }

    [Fact]
    public void Seeds_give_different_people()
    {
        var people = Enumerable.Range(0, 20_000).Select(seed => Fingerprints.Of(FaceIdentity.FromSeed(seed), 0)).ToHashSet();

        Assert.Equal(20_000, people.Count);
    }

    /// <summary>Counted in steps so coarse that each can be seen at a glance.</summary>
    [Fact]
    public void More_than_a_million_are_clearly_different()
    {
        const int Draws = 40_000;
        var looks = new HashSet<(HairStyle, HairDye, BeardStyle, EyeColor, NoseShape, int, int, int, int, int, int, int)>();
        int repeated = 0;
        for (long seed = 0; seed < Draws; seed++)
        {
            FaceIdentity who = FaceIdentity.FromSeed(seed);
            bool added = looks.Add((
                who.Hair.Style, who.Hair.Dye, who.Beard.Style, who.Eyes.Color, who.Nose.Shape,
                (int)(who.Skin.Tone * 4), (int)(who.Hair.Melanin * 3), Third(who.Head.Width), Third(who.Head.Length),
                Third(who.Eyes.Spacing), Third(who.Brows.Thickness), Third(who.Mouth.Fullness)));
            repeated += added ? 0 : 1;
        }

        // Drawing n from N alike ones repeats about n²/2N; uneven odds only make N look smaller than it is.
        double atLeast = (double)Draws * Draws / 2 / repeated;
        Assert.True(atLeast > 1_000_000, $"about {atLeast:F0}");
    }

    [Fact]
    public void Every_style_of_hair_and_beard_is_worn()
    {
        FaceIdentity[] people = [.. Enumerable.Range(0, 5000).Select(seed => FaceIdentity.FromSeed(seed))];

        Assert.Equal(Enum.GetValues<HairStyle>(), people.Select(p => p.Hair.Style).Distinct().Order());
        Assert.Equal(Enum.GetValues<BeardStyle>(), people.Select(p => p.Beard.Style).Distinct().Order());
        Assert.Equal(Enum.GetValues<EyeColor>(), people.Select(p => p.Eyes.Color).Distinct().Order());
        Assert.Equal(Enum.GetValues<HairDye>(), people.Select(p => p.Hair.Dye).Distinct().Order());
        Assert.Equal(Enum.GetValues<Scar>(), people.Select(p => p.Marks.Scar).Distinct().Order());
    }

    [Fact]
    public void Values_out_of_range_are_refused_by_name()
    {
        Assert.Equal("Width", Assert.Throws<ArgumentOutOfRangeException>(() => new HeadShape { Width = 1.01f }).ParamName);
        Assert.Equal("Tone", Assert.Throws<ArgumentOutOfRangeException>(() => new SkinLook { Tone = float.NaN }).ParamName);
        Assert.Equal("Style", Assert.Throws<ArgumentOutOfRangeException>(() => new HairLook { Style = (HairStyle)99 }).ParamName);
        Assert.Throws<ArgumentNullException>(() => new FaceIdentity { Hair = null! });
    }

    private static int Third(float signed) => signed < -0.25f ? 0 : signed > 0.25f ? 2 : 1;
}
