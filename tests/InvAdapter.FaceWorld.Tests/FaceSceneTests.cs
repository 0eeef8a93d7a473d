using CsCheck;
using Xunit;

namespace InvAdapter.FaceWorld.Tests;

public class FaceSceneTests
{
    [Fact]
    public void A_seed_is_one_scene() =>
        Gen.Long.Sample(seed => FaceScene.FromSeed(seed) == FaceScene.FromSeed(seed));

    [Fact]
    public void Everything_occurs_and_sunglasses_are_rare()
    {
        FaceScene[] scenes = [.. Enumerable.Range(0, 4000).Select(seed => FaceScene.FromSeed(seed))];

        foreach (FactKind kind in Enum.GetValues<FactKind>())
        {
            int[] seen = [.. scenes.Select(s => SceneFact.Of(kind, s).Value).Where(v => v != SceneFact.NotApplicable).Distinct().Order()];
            Assert.Equal(Enumerable.Range(0, SceneFact.ClassCount(kind)), seen);
        }

        Assert.InRange(scenes.Count(s => s.Glasses == GlassesKind.Sunglasses) / 4000.0, 0.01, 0.06);
    }

    /// <summary>A head that leans a little is called neither tilted nor straight by people, so scenes have none.</summary>
    [Fact]
    public void Tilt_and_size_keep_clear_of_the_borders_of_their_names() =>
        Gen.Long.Sample(seed =>
        {
            FaceScene scene = FaceScene.FromSeed(seed);
            return Math.Abs(Math.Abs(scene.TiltDegrees) - 3.5f) > 1.4f && Math.Abs(scene.Scale - 1.1f) > 0.015f && Math.Abs(scene.Scale - 0.84f) > 0.04f;
        });

    [Fact]
    public void Values_out_of_range_are_refused_by_name()
    {
        Assert.Equal("TiltDegrees", Assert.Throws<ArgumentOutOfRangeException>(() => new FaceScene { TiltDegrees = 16 }).ParamName);
        Assert.Equal("Kind", Assert.Throws<ArgumentOutOfRangeException>(() => new Hat { Kind = (HatKind)(-1) }).ParamName);
    }
}
