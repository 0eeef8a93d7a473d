using System.Diagnostics;
using InvAdapter.Imaging;
using Xunit;

namespace InvAdapter.FaceWorld.Tests;

public class FacePainterTests
{
    private static readonly FaceScene Plain = new();

    [Fact]
    public void The_same_person_and_scene_are_the_same_bytes()
    {
        using var painter = new FacePainter(64);
        using var other = new FacePainter(64);
        for (int seed = 0; seed < 40; seed++)
        {
            PixelBuffer first = painter.Paint(FaceIdentity.FromSeed(seed), FaceScene.FromSeed(seed));
            painter.Paint(FaceIdentity.FromSeed(seed + 1), FaceScene.FromSeed(seed + 1));

            Assert.True(first.ContentEquals(painter.Paint(FaceIdentity.FromSeed(seed), FaceScene.FromSeed(seed))));
            Assert.True(first.ContentEquals(other.Paint(FaceIdentity.FromSeed(seed), FaceScene.FromSeed(seed))));
        }
    }

    [Fact]
    public void Different_people_look_different_in_one_scene()
    {
        using var painter = new FacePainter(64);
        PixelBuffer[] people = [.. Enumerable.Range(0, 40).Select(seed => painter.Paint(FaceIdentity.FromSeed(seed), Plain))];
        double[] distances = [.. people.SelectMany((a, i) => people.Skip(i + 1).Select(b => Difference.Mean(a, b))).Order()];

        Assert.True(distances[0] > 1, $"The two most alike differ by {distances[0]:F2} of 255.");
        Assert.True(distances[distances.Length / 2] > 15, $"Half of the pairs differ by less than {distances[distances.Length / 2]:F2} of 255.");
    }

    /// <summary>Whatever a scene does, two people in it differ; nearly always much.</summary>
    [Fact]
    public void Different_people_look_different_in_any_scene()
    {
        using var painter = new FacePainter(64);
        double[] distances = [.. Enumerable.Range(0, 100).Select(seed => Difference.Mean(
            painter.Paint(FaceIdentity.FromSeed(seed), FaceScene.FromSeed(seed)),
            painter.Paint(FaceIdentity.FromSeed(seed + 1000), FaceScene.FromSeed(seed)))).Order()];

        Assert.True(distances[0] > 0.5, $"least {distances[0]:F2}");
        Assert.True(distances[10] > 4, $"nine in ten above {distances[10]:F2}");
    }

    /// <summary>A hat hides the top of the head and sunglasses the eyes; the rest must still tell people apart.</summary>
    [Theory]
    [InlineData(HatKind.Beanie, GlassesKind.Sunglasses, DrawingStyle.Soft)]
    [InlineData(HatKind.None, GlassesKind.None, DrawingStyle.Pencil)]
    [InlineData(HatKind.None, GlassesKind.None, DrawingStyle.Night)]
    [InlineData(HatKind.None, GlassesKind.None, DrawingStyle.PopArt)]
    [InlineData(HatKind.None, GlassesKind.None, DrawingStyle.Watercolor)]
    public void Hiding_scenes_leave_people_apart(HatKind hat, GlassesKind glasses, DrawingStyle style)
    {
        using var painter = new FacePainter(64);
        FaceScene scene = Plain with { Hat = new Hat { Kind = hat }, Glasses = glasses, Style = style };
        PixelBuffer[] people = [.. Enumerable.Range(0, 20).Select(seed => painter.Paint(FaceIdentity.FromSeed(seed), scene))];
        double[] distances = [.. people.SelectMany((a, i) => people.Skip(i + 1).Select(b => Difference.Mean(a, b))).Order()];

        Assert.True(distances[distances.Length / 2] > 5, $"median {distances[distances.Length / 2]:F2}");
    }

    [Theory]
    [InlineData(64)]
    [InlineData(100)]
    [InlineData(128)]
    [InlineData(191)]
    [InlineData(192)]
    [InlineData(256)]
    [InlineData(512)]
    public void Every_value_of_every_trait_and_scene_can_be_drawn(int side)
    {
        using var painter = new FacePainter(side);
        FaceIdentity who = FaceIdentity.FromSeed(1);
        PixelBuffer usual = painter.Paint(who, Plain);
        IEnumerable<(FaceIdentity Who, FaceScene Scene)> all =
        [
            .. Enum.GetValues<HairStyle>().Select(v => (who with { Hair = who.Hair with { Style = v } }, Plain)),
            .. Enum.GetValues<HairDye>().Select(v => (who with { Hair = who.Hair with { Dye = v } }, Plain)),
            .. Enum.GetValues<BeardStyle>().Select(v => (who with { Beard = who.Beard with { Style = v } }, Plain)),
            .. Enum.GetValues<EyeColor>().Select(v => (who with { Eyes = who.Eyes with { Color = v } }, Plain)),
            .. Enum.GetValues<NoseShape>().Select(v => (who with { Nose = who.Nose with { Shape = v } }, Plain)),
            .. Enum.GetValues<Scar>().Select(v => (who with { Marks = who.Marks with { Scar = v } }, Plain)),
            .. Enum.GetValues<Expression>().Select(v => (who, Plain with { Expression = v })),
            .. Enum.GetValues<BackgroundKind>().Select(v => (who, Plain with { Background = new Background { Kind = v } })),
            .. Enum.GetValues<NamedColor>().Select(v => (who, Plain with { Background = new Background { Color = v } })),
            .. Enum.GetValues<HatKind>().Select(v => (who, Plain with { Hat = new Hat { Kind = v } })),
            .. Enum.GetValues<GlassesKind>().Select(v => (who, Plain with { Glasses = v })),
            .. Enum.GetValues<ClothingKind>().Select(v => (who, Plain with { Clothing = new Clothing { Kind = v } })),
            .. Enum.GetValues<DrawingStyle>().Select(v => (who, Plain with { Style = v })),
        ];
        var seen = new List<PixelBuffer>();
        foreach ((FaceIdentity identity, FaceScene scene) in all)
        {
            PixelBuffer picture = painter.Paint(identity, scene);
            Assert.Equal(new ImageSize(side, side), picture.Size);
            if (!picture.ContentEquals(usual))
                seen.Add(picture);
        }

        // Of each of the thirteen lists one value is the usual one; every other one must show.
        Assert.Equal(all.Count() - 13, seen.Count);
    }

    /// <summary>The extremes of all shapes at once, in every style of hair and beard.</summary>
    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void Extreme_people_can_be_drawn(int end)
    {
        using var painter = new FacePainter(64);
        foreach (HairStyle hair in Enum.GetValues<HairStyle>())
        {
            foreach (BeardStyle beard in Enum.GetValues<BeardStyle>())
            {
                PixelBuffer picture = painter.Paint(Extremes.Of(end, hair, beard), new FaceScene { Scale = end > 0 ? 1.3f : 0.65f, TiltDegrees = 15 * end });
                Assert.Equal(64, picture.Width);
            }
        }
    }

    [Fact]
    public void Thousands_of_pictures_take_no_more_memory_than_a_few()
    {
        using var painter = new FacePainter(64);
        void Draw(int count)
        {
            for (int seed = 0; seed < count; seed++)
                painter.Paint(FaceIdentity.FromSeed(seed), FaceScene.FromSeed(seed));
        }

        Draw(300);
        long before = ResidentBytes();
        Draw(2000);
        long grown = ResidentBytes() - before;

        Assert.True(grown < 48 << 20, $"grown by {grown >> 20} MiB");
    }

    [Fact]
    public void A_picture_allocates_little()
    {
        using var painter = new FacePainter(64);
        painter.Paint(FaceIdentity.FromSeed(1), FaceScene.FromSeed(1));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int seed = 0; seed < 100; seed++)
            painter.Paint(FaceIdentity.FromSeed(seed), FaceScene.FromSeed(seed));
        long each = (GC.GetAllocatedBytesForCurrentThread() - before) / 100;

        Assert.True(each < 200_000, $"{each} bytes a picture");
    }

    [Theory]
    [InlineData(63)]
    [InlineData(513)]
    public void Sides_out_of_range_are_refused(int side) => Assert.Throws<ArgumentOutOfRangeException>(() => new FacePainter(side));

    private static long ResidentBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
