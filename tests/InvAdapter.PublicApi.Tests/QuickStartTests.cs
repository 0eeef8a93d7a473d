using InvAdapter.Features;
using InvAdapter.Imaging;
using InvAdapter.Skia;
using InvAdapter.TestModels;
using InvAdapter.Tests;
using Xunit;

namespace InvAdapter.PublicApi.Tests;

/// <summary>The README's lines of C#, run on a model folder without an adapter.</summary>
public sealed class QuickStartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Ten_lines_put_a_person_into_new_pictures()
    {
        string model = TinyModel.CopyTo(_folder.At("model"));
        string photo = _folder.At("anna.jpg");
        ImageFile.Write(photo, PixelBuffer.FromRgb([.. Enumerable.Range(0, 100 * 80 * 3).Select(i => (byte)(i / 7))], 100, 80));

        await QuickStart(model, photo);

        PixelBuffer[] drawn = [.. new[] { 1, 2 }.Select(seed => ImageFile.Read(_folder.At($"anna-{seed}.png")))];
        Assert.All(drawn, image => Assert.Equal(new ImageSize(128, 128), image.Size));
        Assert.False(drawn[0].ContentEquals(drawn[1]));
        using Identity saved = Identity.Load(_folder.At("anna.safetensors"));
        Assert.Equal(20, saved.Features.Timesteps.Length);
    }

    private async Task QuickStart(string model, string path)
    {
        await using var pipeline = await InvAdapterPipeline.LoadAsync(model);
        PixelBuffer photo = ImageResampler.Cover(ImageFile.Read(path), pipeline.DefaultSize.Width, pipeline.DefaultSize.Height);
        using Identity anna = await pipeline.EnrollAsync(photo);
        anna.Save(_folder.At("anna.safetensors"));
        GenerationResult result = await pipeline.GenerateAsync(new GenerationRequest("a woman in a red hat, oil painting")
        {
            Identity = anna, Strength = 0.8, Seeds = [1, 2],
        });
        foreach (GeneratedImage image in result.Images)
            ImageFile.Write(_folder.At($"anna-{image.Seed}.png"), image.Image);
    }
}
