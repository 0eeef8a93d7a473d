using InvAdapter.Imaging;
using InvAdapter.Skia;
using InvAdapter.Tests.Imaging;
using Xunit;

namespace InvAdapter.Tests.Skia;

public sealed class ImageFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.png", 92, 0.0)]
    [InlineData("a.PNG", 1, 0.0)]
    [InlineData("a.webp", 100, 0.0)]
    [InlineData("a.webp", 92, 3.0)]
    [InlineData("a.jpg", 92, 3.0)]
    [InlineData("a.jpeg", 100, 1.5)]
    public void Pictures_come_back(string name, int quality, double difference)
    {
        PixelBuffer image = Pictures.Photo(67, 45);

        ImageFile.Write(_folder.At(name), image, quality);

        Assert.InRange(Pictures.MeanDifference(image, ImageFile.Read(_folder.At(name))), 0, difference);
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_lower_quality_takes_fewer_bytes() =>
        Assert.True(Bytes(ImageFormat.Jpeg, 30).Length < Bytes(ImageFormat.Jpeg, 95).Length);

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(2, 1, 0)]
    [InlineData(3, 1, 1)]
    [InlineData(4, 0, 1)]
    [InlineData(5, 0, 0)]
    [InlineData(6, 1, 0)]
    [InlineData(7, 1, 1)]
    [InlineData(8, 0, 1)]
    public void A_photo_is_turned_as_its_camera_says(byte orientation, int redRight, int redBottom)
    {
        byte[] jpeg = HandmadeFiles.WithOrientation(Bytes(ImageFormat.Jpeg, 95), orientation);

        PixelBuffer image = ImageFile.Read(new MemoryStream(jpeg), "photo");

        Assert.Equal(orientation > 4 ? new ImageSize(48, 64) : new ImageSize(64, 48), image.Size);
        for (int right = 0; right < 2; right++)
        {
            for (int bottom = 0; bottom < 2; bottom++)
            {
                bool red = image.At(right * (image.Width - 9) + 4, bottom * (image.Height - 9) + 4).Red > 200;
                Assert.Equal((right, bottom) == (redRight, redBottom), red);
            }
        }

        // In the stored picture green grows along rows; turned by a quarter it grows along columns.
        (int dx, int dy) = (image.At(40, 30).Green - image.At(20, 30).Green, image.At(30, 40).Green - image.At(30, 20).Green);
        Assert.Equal(orientation > 4, Math.Abs(dy) > Math.Abs(dx));
    }

    [Fact]
    public void Sixteen_bits_grey_and_transparency_are_brought_to_eight_bits_of_colour()
    {
        byte[] deep = HandmadeFiles.Png(2, 1, 16, 2, [0, 0xFF, 0xFF, 0x80, 0x80, 0, 0, 0, 0, 0x40, 0x40, 0xC0, 0xC0]);
        byte[] grey = HandmadeFiles.Png(2, 1, 8, 0, [0, 10, 200]);
        byte[] clear = HandmadeFiles.Png(2, 1, 8, 6, [0, 255, 0, 0, 0, 255, 0, 0, 255]);

        Assert.Equal([255, 128, 0, 0, 64, 192], Read(deep).Pixels.ToArray());
        Assert.Equal([10, 10, 10, 200, 200, 200], Read(grey).Pixels.ToArray());
        Assert.Equal([255, 255, 255, 255, 0, 0], Read(clear).Pixels.ToArray());
    }

    [Theory]
    [InlineData(255, 255, 255, 255, 255, 255, 255)]
    [InlineData(255, 0, 255, 255, 255, 0, 255)]
    [InlineData(0, 255, 255, 255, 0, 255, 255)]
    [InlineData(255, 255, 255, 1, 0, 0, 0)]
    public void Inks_become_light(byte cyan, byte magenta, byte yellow, byte black, int red, int green, int blue)
    {
        (byte r, byte g, byte b) = Read(HandmadeFiles.CmykJpeg(cyan, magenta, yellow, black)).At(4, 4);

        Assert.Equal((red, green, blue), (Near(r), Near(g), Near(b)));

        static int Near(byte value) => value < 8 ? 0 : value > 247 ? 255 : value;
    }

    [Theory]
    [InlineData(ImageFormat.Png)]
    [InlineData(ImageFormat.Jpeg)]
    [InlineData(ImageFormat.WebP)]
    public void A_file_that_is_cut_is_refused_wherever_it_is_cut(ImageFormat format)
    {
        byte[] whole = Bytes(format, 80);
        for (int length = 0; length < whole.Length * 9 / 10; length += 7)
        {
            var error = Assert.Throws<InvalidFileException>(() => Read(whole[..length]));
            Assert.Equal("test", error.File);
        }
    }

    [Fact]
    public void What_is_no_picture_is_refused()
    {
        Assert.Equal("empty", Assert.Throws<InvalidFileException>(() => Read([])).Actual);
        Assert.Equal("file", Assert.Throws<InvalidFileException>(() => Read("GIF? no, text."u8.ToArray())).Item);
        Assert.Equal("path", Assert.Throws<InvalidFileException>(() => ImageFile.Read(_folder.Path)).Item);
        Assert.Throws<FileNotFoundException>(() => ImageFile.Read(_folder.At("none.png")));
    }

    [Theory]
    [InlineData(20000, 1)]
    [InlineData(1, 20000)]
    [InlineData(16384, 16384)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public void A_picture_that_would_fill_the_memory_is_refused_before_it_does(int width, int height)
    {
        byte[] bomb = HandmadeFiles.Png(width, height, 8, 2, new byte[1000]);
        long before = GC.GetTotalAllocatedBytes();

        Assert.Throws<InvalidFileException>(() => Read(bomb));

        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 50_000_000);
    }

    [Fact]
    public void The_caller_may_set_a_lower_limit()
    {
        byte[] png = Bytes(ImageFormat.Png, 100);

        Assert.Equal("size", Assert.Throws<InvalidFileException>(() => ImageFile.Read(new MemoryStream(png), "test", 64 * 48 - 1)).Item);
        Assert.Equal(new ImageSize(64, 48), ImageFile.Read(new MemoryStream(png), "test", 64 * 48).Size);
    }

    [Fact]
    public void What_cannot_be_written_is_refused_and_changes_nothing()
    {
        PixelBuffer image = Pictures.Photo(4, 4);
        string old = _folder.Write("old.webp", "old");

        Assert.Throws<ArgumentException>("path", () => ImageFile.Write(_folder.At("a.tiff"), image));
        Assert.Throws<ArgumentOutOfRangeException>("quality", () => ImageFile.Write(_folder.At("a.png"), image, 0));
        Assert.Throws<ArgumentException>("image", () => ImageFile.Write(old, Pictures.Photo(16384, 1)));
        Assert.Equal("old", File.ReadAllText(old));
        Assert.Equal([old], Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData(ImageFormat.Png)]
    [InlineData(ImageFormat.Jpeg)]
    [InlineData(ImageFormat.WebP)]
    public void Damaged_files_give_a_picture_or_one_kind_of_error(ImageFormat format)
    {
        byte[] original = Bytes(format, 80);
        int refused = 0;
        for (int seed = 0; seed < 2000; seed++)
        {
            try
            {
                PixelBuffer image = ImageFile.Read(new MemoryStream(Mutations.Of(original, seed)), "mutant", 1 << 20);
                Assert.InRange(image.Size.PixelCount, 1, 1 << 20);
            }
            catch (InvalidFileException e)
            {
                Assert.Equal("mutant", e.File);
                refused++;
            }
        }

        Assert.InRange(refused, 100, 2000);
    }

    private static PixelBuffer Read(byte[] bytes) => ImageFile.Read(new MemoryStream(bytes), "test");

    private static byte[] Bytes(ImageFormat format, int quality)
    {
        using var stream = new MemoryStream();
        ImageFile.Write(stream, Pictures.Photo(64, 48), format, quality);
        return stream.ToArray();
    }
}
