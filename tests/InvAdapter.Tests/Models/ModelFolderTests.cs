using InvAdapter.Models;
using InvAdapter.Tests.Configuration;
using InvAdapter.Tests.Golden;
using InvAdapter.Weights;
using Xunit;

namespace InvAdapter.Tests.Models;

public sealed class ModelFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ModelFolderTests()
    {
        foreach ((string part, string json) in (ReadOnlySpan<(string, string)>)
        [
            ("unet", PublishedConfigurations.UNet15),
            ("vae", PublishedConfigurations.Autoencoder15),
            ("text_encoder", PublishedConfigurations.TextEncoder15),
        ])
        {
            Directory.CreateDirectory(_folder.At(part));
            File.WriteAllText(At(part, "config.json"), json);
        }

        File.Copy(Path.Combine(GoldenFolders.InRepository, "tiny-sd15", "model_index.json"), At("model_index.json"));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_published_parts_fit_each_other()
    {
        ModelFolder folder = ModelFolder.Open(_folder.Path);

        Assert.Equal((_folder.Path, null, 768, 8), (folder.Path, folder.Variant, folder.UNet.CrossAttentionDim, folder.Autoencoder.Downscale));
        Assert.Equal((At("scheduler"), At("tokenizer")), (folder.SchedulerFolder, folder.TokenizerFolder));
        File.Delete(At("model_index.json"));
        Assert.Equal("fp16", ModelFolder.Open(_folder.Path, "fp16").Variant);
    }

    [Fact]
    public void A_file_and_a_missing_folder_are_told_apart()
    {
        string checkpoint = _folder.Write("v1-5-pruned.safetensors", "");
        var error = Assert.Throws<ModelFormatException>(() => ModelFolder.Open(checkpoint));
        Assert.Equal(checkpoint, error.File);
        Assert.Contains("single-file checkpoints", error.Message, StringComparison.Ordinal);

        Assert.Throws<DirectoryNotFoundException>(() => ModelFolder.Open(_folder.At("none")));
        Assert.Throws<ArgumentException>("path", () => ModelFolder.Open(" "));
        Assert.Throws<ArgumentNullException>("path", () => ModelFolder.Open(null!));
    }

    [Theory]
    [InlineData("unet")]
    [InlineData("vae")]
    [InlineData("text_encoder")]
    public void A_missing_part_is_named(string part)
    {
        Directory.Delete(At(part), recursive: true);
        var error = Assert.Throws<ModelFormatException>(() => ModelFolder.Open(_folder.Path));
        Assert.Equal((At(part, "config.json"), "missing"), (error.File, error.Actual));
    }

    [Fact]
    public void Missing_weights_are_named()
    {
        ModelFolder folder = ModelFolder.Open(_folder.Path);
        Assert.Equal((At("unet"), "diffusion_pytorch_model.safetensors"), ItemOf(() => folder.OpenUNetWeights()));
        Assert.Equal((At("vae"), "diffusion_pytorch_model.safetensors"), ItemOf(() => folder.OpenAutoencoderWeights()));
        Assert.Equal((At("text_encoder"), "model.safetensors"), ItemOf(() => folder.OpenTextEncoderWeights()));
        Assert.Equal((At("unet"), "diffusion_pytorch_model.fp16.safetensors"), ItemOf(() => ModelFolder.Open(_folder.Path, "fp16").OpenUNetWeights()));
    }

    [Theory]
    [InlineData("unet", "\"in_channels\": 4", "\"in_channels\": 9", "unet", "in_channels", "9")]
    [InlineData("unet", "\"in_channels\": 4", "\"in_channels\": 5", "unet", "in_channels", "5")]
    [InlineData("unet", "\"out_channels\": 4", "\"out_channels\": 8", "unet", "out_channels", "8")]
    [InlineData("unet", "\"cross_attention_dim\": 768", "\"cross_attention_dim\": 1024", "unet", "cross_attention_dim", "1024")]
    [InlineData("text_encoder", "\"hidden_size\": 768", "\"hidden_size\": 1536", "unet", "cross_attention_dim", "768")]
    [InlineData("vae", "\"latent_channels\": 4", "\"latent_channels\": 16", "unet", "in_channels", "4")]
    [InlineData("vae", "\"in_channels\": 3", "\"in_channels\": 1", "vae", "in_channels and out_channels", "1 and 3")]
    [InlineData("vae", "\"out_channels\": 3", "\"out_channels\": 4", "vae", "in_channels and out_channels", "3 and 4")]
    public void Parts_that_do_not_fit_are_refused(string part, string from, string to, string named, string item, string actual)
    {
        string file = At(part, "config.json");
        string altered = File.ReadAllText(file).Replace(from, to, StringComparison.Ordinal);
        Assert.NotEqual(File.ReadAllText(file), altered);
        File.WriteAllText(file, altered);

        var error = Assert.Throws<ModelFormatException>(() => ModelFolder.Open(_folder.Path));

        Assert.Equal((At(named, "config.json"), item, actual), (error.File, error.Item, error.Actual));
    }

    [Theory]
    [InlineData("StableDiffusionXLPipeline")]
    [InlineData("StableDiffusionXLInpaintPipeline")]
    [InlineData("StableDiffusion3Pipeline")]
    [InlineData("FluxPipeline")]
    public void Other_families_are_refused_by_name(string pipeline)
    {
        _folder.Write("model_index.json", $$"""{"_class_name": "{{pipeline}}"}""");
        var error = Assert.Throws<ModelFormatException>(() => ModelFolder.Open(_folder.Path));
        Assert.Equal((At("model_index.json"), "_class_name", $"\"{pipeline}\""), (error.File, error.Item, error.Actual));
    }

    [Fact]
    public void Damage_to_the_index_is_refused_or_harmless()
    {
        (int accepted, int refused) = Mutations.LoadAll(At("model_index.json"), 2000, () => ModelFolder.Open(_folder.Path));

        Assert.True(refused > 500, $"Only {refused} of 2000 were refused.");
        Assert.True(accepted > 100, $"Only {accepted} of 2000 were accepted.");
    }

    [Fact]
    public async Task An_adapter_of_another_model_is_refused()
    {
        using var model = new TinyModel();
        string fingerprint;
        await using (InvAdapterPipeline pipeline = await InvAdapterPipeline.LoadAsync(model.Path, cancellation: TestContext.Current.CancellationToken))
            fingerprint = pipeline.Fingerprint;

        await using (InvAdapterPipeline own = await LoadWithAdapter(model, fingerprint))
            Assert.False(own.Adapter.IsTrainingFree);
        var error = await Assert.ThrowsAsync<IdentityMismatchException>(() => LoadWithAdapter(model, "another"));
        Assert.Equal((fingerprint, "another"), (error.Expected, error.Actual));
        Assert.Contains("adapter.safetensors", error.Message, StringComparison.Ordinal);
    }

    private static Task<InvAdapterPipeline> LoadWithAdapter(TinyModel model, string baseModel)
    {
        string adapter = model.At("adapter.safetensors");
        using (SafetensorsFile file = SafetensorsFile.Open(Path.Combine(model.Golden.Folder, "inv_adapter.safetensors")))
        {
            SafetensorsWriter.Write(
                adapter,
                file.Tensors.Values.Select(tensor => TensorSource.FromSingle(tensor.Name, file.ReadSingle(tensor.Name), tensor.Shape.AsSpan())),
                new Dictionary<string, string>(file.Metadata) { ["base"] = baseModel });
        }

        return InvAdapterPipeline.LoadAsync(model.Path, new PipelineOptions { AdapterPath = adapter }, TestContext.Current.CancellationToken);
    }

    private static (string File, string Item) ItemOf(Func<WeightFolder> open)
    {
        var error = Assert.Throws<ModelFormatException>(() => open());
        return (error.File, error.Item);
    }

    private string At(params string[] parts) => Path.Combine([_folder.Path, .. parts]);
}
