using CsCheck;
using InvAdapter.Imaging;
using Xunit;

namespace InvAdapter.Tests.Imaging;

public class PixelBufferTests
{
    [Fact]
    public void Every_byte_survives_the_way_through_planar_values()
    {
        PixelBuffer image = Pictures.Of(16, 16, (x, y) => (y * 16 + x, 255 - y * 16 - x, x * y));
        var planar = new float[3 * 256];

        image.ToPlanar(planar);

        Assert.Equal((-1f, 1f), (planar[0], planar[255]));
        Assert.Equal(1f, planar[256]);
        Assert.True(image.ContentEquals(PixelBuffer.FromPlanar(planar, 16, 16)));
    }

    [Fact]
    public void Any_picture_survives_the_way_through_planar_values() =>
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 9], Gen.Int).Sample((width, height, seed) =>
        {
            var bytes = new byte[width * height * 3];
            new Random(seed).NextBytes(bytes);
            PixelBuffer image = PixelBuffer.FromRgb(bytes, width, height);
            var planar = new float[bytes.Length];
            image.ToPlanar(planar);
            return PixelBuffer.FromPlanar(planar, width, height).Pixels.SequenceEqual(bytes);
        });

    [Theory]
    [InlineData(-1f, 0)]
    [InlineData(-7f, 0)]
    [InlineData(float.NegativeInfinity, 0)]
    [InlineData(1f, 255)]
    [InlineData(1.5f, 255)]
    [InlineData(float.PositiveInfinity, 255)]
    [InlineData(0f, 128)]
    [InlineData(0.2f, 153)]
    public void Values_are_clamped_and_rounded_half_to_even(float value, byte expected) =>
        Assert.Equal([expected, expected, expected], PixelBuffer.FromPlanar([value, value, value], 1, 1).Pixels.ToArray());

    [Theory]
    [InlineData(126.5f, 126)]
    [InlineData(127.5f, 128)]
    [InlineData(128.5f, 128)]
    public void A_tie_goes_to_the_even_number(float tie, byte expected)
    {
        float value = 2 * (tie / 255) - 1;
        Assert.Equal(tie, (value / 2 + 0.5f) * 255);

        Assert.Equal(expected, PixelBuffer.FromPlanar([value, 0, 0], 1, 1).Pixels[0]);
    }

    [Fact]
    public void A_value_that_is_no_number_is_named_by_its_place()
    {
        var values = new float[3 * 6];
        values[6 + 4] = float.NaN;

        var error = Assert.Throws<ArgumentException>("values", () => PixelBuffer.FromPlanar(values, 3, 2));

        Assert.Contains("channel 1, row 1, column 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Transparency_is_laid_over_white()
    {
        PixelBuffer image = PixelBuffer.FromRgba([10, 20, 30, 255, 10, 20, 30, 0, 0, 100, 255, 128], 3, 1);

        Assert.Equal([10, 20, 30, 255, 255, 255, 127, 177, 255], image.Pixels.ToArray());
    }

    [Fact]
    public void A_crop_is_the_part_and_stays_inside()
    {
        PixelBuffer image = Pictures.Of(5, 4, (x, y) => (x, y, 0));

        PixelBuffer part = image.Crop(2, 1, 3, 2);

        Assert.True(part.ContentEquals(Pictures.Of(3, 2, (x, y) => (x + 2, y + 1, 0))));
        Assert.True(image.Crop(0, 0, 5, 4).ContentEquals(image));
        Assert.Throws<ArgumentOutOfRangeException>("left", () => image.Crop(3, 0, 3, 1));
        Assert.Throws<ArgumentOutOfRangeException>("top", () => image.Crop(0, -1, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>("left", () => image.Crop(int.MaxValue, 0, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>("width", () => image.Crop(0, 0, 0, 1));
    }

    [Fact]
    public void Sizes_and_lengths_are_checked()
    {
        Assert.Throws<ArgumentOutOfRangeException>("width", () => PixelBuffer.FromRgb([], 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>("height", () => PixelBuffer.FromRgb([], 1, 16385));
        Assert.Throws<ArgumentException>("pixels", () => PixelBuffer.FromRgb(new byte[4], 1, 1));
        Assert.Throws<ArgumentException>("pixels", () => PixelBuffer.FromRgba(new byte[3], 1, 1));
        Assert.Throws<ArgumentException>("values", () => PixelBuffer.FromPlanar(new float[4], 1, 1));
        Assert.Throws<ArgumentException>("values", () => PixelBuffer.FromRgb(new byte[3], 1, 1).ToPlanar(new float[4]));
    }

    [Fact]
    public void A_picture_keeps_its_own_copy()
    {
        byte[] bytes = [1, 2, 3];
        PixelBuffer image = PixelBuffer.FromRgb(bytes, 1, 1);

        bytes[0] = 9;

        Assert.Equal([1, 2, 3], image.Pixels.ToArray());
        Assert.Equal([1, 2, 3], image.Memory.ToArray());
    }

    [Fact]
    public void Pictures_of_other_sizes_differ() =>
        Assert.False(PixelBuffer.FromRgb(new byte[6], 2, 1).ContentEquals(PixelBuffer.FromRgb(new byte[6], 1, 2)));
}
