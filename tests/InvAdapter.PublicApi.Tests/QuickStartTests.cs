using InvAdapter.Features;
using InvAdapter.Imaging;
using InvAdapter.Skia;
using InvAdapter.Tests;
using InvAdapter.Tests.Golden;
using Xunit;

namespace InvAdapter.PublicApi.Tests;

/// <summary>What the first page shows, run on a model folder without an adapter.</summary>
public sealed class QuickStartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Ten_lines_put_a_person_into_new_pictures()
    {
        string model = TinyModelFolder.Write(_folder.At("model"));
        string photo = _folder.At("me.jpg");
        ImageFile.Write(photo, PixelBuffer.FromRgb([.. Enumerable.Range(0, 100 * 80 * 3).Select(i => (byte)(i / 7))], 100, 80));

        await QuickStart(model, photo);

        PixelBuffer[] drawn = [.. new[] { 1, 2 }.Select(seed => ImageFile.Read(_folder.At($"{seed}.png")))];
        Assert.All(drawn, image => Assert.Equal(new ImageSize(128, 128), image.Size));
        Assert.False(drawn[0].ContentEquals(drawn[1]));
        using Identity saved = Identity.Load(_folder.At("me.identity"));
        Assert.Equal(50, saved.Features.Timesteps.Length);
    }

    private async Task QuickStart(string model, string photo)
    {
        await using InvAdapterPipeline pipeline = await InvAdapterPipeline.LoadAsync(model);
        (int width, int height) = (pipeline.DefaultSize.Width, pipeline.DefaultSize.Height);
        PixelBuffer reference = ImageResampler.Cover(ImageFile.Read(photo), width, height);

        using Identity me = await pipeline.EnrollAsync(reference);
        me.Save(_folder.At("me.identity"));

        var request = new GenerationRequest("a portrait in the snow") { Identity = me, Seeds = [1, 2], Steps = 20 };
        GenerationResult result = await pipeline.GenerateAsync(request);
        foreach (GeneratedImage image in result.Images)
            ImageFile.Write(_folder.At($"{image.Seed}.png"), image.Image);
    }
}
