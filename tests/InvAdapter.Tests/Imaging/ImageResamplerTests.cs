using InvAdapter.Imaging;
using Xunit;

namespace InvAdapter.Tests.Imaging;

public class ImageResamplerTests
{
    [Theory]
    [InlineData(7, 5)]
    [InlineData(64, 48)]
    [InlineData(1, 1)]
    [InlineData(201, 3)]
    public void A_plain_colour_stays_itself(int width, int height)
    {
        PixelBuffer result = ImageResampler.Resize(Pictures.Of(64, 48, (_, _) => (13, 200, 77)), width, height);

        Assert.True(result.ContentEquals(Pictures.Of(width, height, (_, _) => (13, 200, 77))));
    }

    [Fact]
    public void The_same_size_is_the_same_picture()
    {
        PixelBuffer image = Pictures.Photo(20, 10);

        Assert.Same(image, ImageResampler.Resize(image, 20, 10));
        Assert.Same(image, ImageResampler.Cover(image, 20, 10));
        Assert.Same(image, ImageResampler.Fit(image, 20, 10));
    }

    [Fact]
    public void Fine_stripes_become_grey_and_make_no_pattern()
    {
        // Stripes of one pixel, made 3.7 times smaller: a filter that skips pixels would leave broad bands.
        PixelBuffer stripes = Pictures.Of(370, 370, (x, _) => x % 2 == 0 ? (255, 255, 255) : (0, 0, 0));

        PixelBuffer small = ImageResampler.Resize(stripes, 100, 100).Crop(5, 5, 90, 90);

        Assert.InRange(small.Pixels.ToArray().Min(), 115, 128);
        Assert.InRange(small.Pixels.ToArray().Max(), 127, 140);
    }

    [Fact]
    public void A_ramp_stays_a_ramp_in_both_directions()
    {
        PixelBuffer ramp = Pictures.Of(128, 8, (x, _) => (2 * x, 2 * x, 2 * x));
        PixelBuffer small = ImageResampler.Resize(ramp, 32, 8);
        PixelBuffer large = ImageResampler.Resize(ramp, 256, 8);

        for (int x = 3; x < 29; x++)
            Assert.Equal(8 * x + 3, small.At(x, 4).Red, 1.0);
        for (int x = 4; x < 252; x++)
            Assert.Equal(x - 0.5, large.At(x, 4).Red, 1.0);
    }

    [Fact]
    public void Cover_keeps_the_middle_and_the_proportions()
    {
        // The outer thirds are red; the middle is a square of green.
        PixelBuffer wide = Pictures.Of(300, 100, (x, _) => x is >= 100 and < 200 ? (0, 255, 0) : (255, 0, 0));

        PixelBuffer square = ImageResampler.Cover(wide, 50, 50);

        Assert.Equal((0, 255, 0), square.At(2, 25));
        Assert.Equal((0, 255, 0), square.At(47, 25));
        Assert.Equal(new ImageSize(50, 50), square.Size);
    }

    [Fact]
    public void Fit_keeps_everything_and_fills_with_white()
    {
        PixelBuffer wide = Pictures.Of(300, 100, (_, _) => (255, 0, 0));

        PixelBuffer square = ImageResampler.Fit(wide, 60, 60);

        Assert.Equal((255, 255, 255), square.At(30, 19));
        Assert.Equal((255, 0, 0), square.At(0, 20));
        Assert.Equal((255, 0, 0), square.At(59, 39));
        Assert.Equal((255, 255, 255), square.At(30, 40));
    }

    [Fact]
    public void A_line_fits_too() => Assert.Equal(new ImageSize(10, 10), ImageResampler.Fit(Pictures.Photo(1000, 1), 10, 10).Size);

    [Fact]
    public void Sides_are_checked() =>
        Assert.Throws<ArgumentOutOfRangeException>("height", () => ImageResampler.Cover(Pictures.Photo(4, 4), 4, 0));
}
