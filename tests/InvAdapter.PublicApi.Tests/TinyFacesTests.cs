using InvAdapter.Features;
using InvAdapter.Imaging;
using InvAdapter.Skia;
using InvAdapter.TinyFaces;
using Xunit;

namespace InvAdapter.PublicApi.Tests;

/// <summary>The model that comes with the library, used as an application would, and looked at as pictures.</summary>
public sealed class TinyFacesTests
{
    private const string Prompt = "a portrait of a smiling person wearing a red cap, on a blue background";
    private const long PackageLimit = 20_000_000;

    [Fact]
    public async Task The_quick_start_draws_the_very_picture_that_was_looked_at()
    {
        PixelBuffer drawn = await DrawAsync(TinyFacesModel.Portraits[0]);
        PixelBuffer seen = ImageFile.Read(Path.Combine(AppContext.BaseDirectory, "Pictures", "quick-start.png"));
        Assert.Equal(seen.Size, drawn.Size);

        // Processors round differently; over ten steps that moves a pixel by a few levels, and another person by far more.
        Assert.True(Distance(drawn, seen) < 6, $"The picture is off by {Distance(drawn, seen):F1} levels a channel.");
    }

    [Fact]
    public async Task People_look_like_themselves_and_not_like_one_another()
    {
        PixelBuffer first = await DrawAsync(TinyFacesModel.Portraits[0]);
        PixelBuffer second = await DrawAsync(TinyFacesModel.Portraits[6]);
        PixelBuffer nobody = await DrawAsync(null);
        Assert.True(Distance(first, second) > 8, $"Two people are only {Distance(first, second):F1} levels apart.");
        Assert.True(Distance(first, nobody) > 8, $"A person and nobody in particular are only {Distance(first, nobody):F1} levels apart.");
    }

    [Fact]
    public void The_package_is_small()
    {
        long size = Directory.GetFiles(TinyFacesModel.Folder, "*", SearchOption.AllDirectories).Sum(path => new FileInfo(path).Length);
        Assert.InRange(size, 1, PackageLimit);
        Assert.NotEmpty(TinyFacesModel.Portraits);
        Assert.All(TinyFacesModel.Portraits, path => Assert.Equal(ImageFile.Read(path).Width, ImageFile.Read(path).Height));
    }

    private static async Task<PixelBuffer> DrawAsync(string? portrait)
    {
        await using var pipeline = await InvAdapterPipeline.LoadTinyFacesAsync(cancellation: TestContext.Current.CancellationToken);
        ImageSize size = pipeline.DefaultSize;
        using Identity? person = portrait is null
            ? null
            : await pipeline.EnrollAsync(ImageResampler.Cover(ImageFile.Read(portrait), size.Width, size.Height), cancellation: TestContext.Current.CancellationToken);
        GenerationResult result = await pipeline.GenerateAsync(
            TinyFacesModel.Request(Prompt) with { Identity = person, Seeds = [1] }, cancellation: TestContext.Current.CancellationToken);
        return result.Images[0].Image;
    }

    /// <summary>Mean absolute difference, in levels of 0 to 255.</summary>
    private static double Distance(PixelBuffer a, PixelBuffer b) => a.Pixels.ToArray().Zip(b.Pixels.ToArray(), (x, y) => Math.Abs(x - y)).Average();
}
