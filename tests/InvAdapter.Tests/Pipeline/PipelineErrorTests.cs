using InvAdapter.Adapters;
using InvAdapter.Configuration;
using InvAdapter.Features;
using InvAdapter.Imaging;
using InvAdapter.Tests.Golden;
using InvAdapter.Tests.Imaging;
using InvAdapter.Weights;
using Xunit;

namespace InvAdapter.Tests.Pipeline;

/// <summary>What is refused, and that the message names it.</summary>
public sealed class PipelineErrorTests(TinyPipeline tiny) : IClassFixture<TinyPipeline>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static GenerationRequest Request => new("a person") { Steps = 2, Size = TinyPipeline.Portrait.Size };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Fresh_noise_with_a_sampler_that_takes_none()
    {
        ArgumentException refused = await Assert.ThrowsAsync<ArgumentException>(() => tiny.Generate(Request with { Sampler = SamplerKind.DpmSolver, Eta = 0.5 }));
        Assert.Contains("DpmSolver", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_none()
    {
        DirectoryNotFoundException missing = await Assert.ThrowsAsync<DirectoryNotFoundException>(() => Load(_folder.At("nowhere")));
        Assert.Contains(_folder.At("nowhere"), missing.Message, StringComparison.Ordinal);

        string file = _folder.Write("model.safetensors", "a single file");
        Assert.Equal(file, (await Assert.ThrowsAsync<ModelFormatException>(() => Load(file))).File);
        Assert.Equal(Path.Combine(_folder.Path, "unet", "config.json"), (await Assert.ThrowsAsync<ModelFormatException>(() => Load(_folder.Path))).File);
        await Assert.ThrowsAsync<ArgumentException>(() => InvAdapterPipeline.LoadAsync(" ", cancellation: Stop));
    }

    [Theory]
    [InlineData("tokenizer", "tokenizer/tokenizer_config.json")]
    [InlineData("scheduler", "scheduler")]
    [InlineData("vae", "vae/config.json")]
    [InlineData("text_encoder", "text_encoder/config.json")]
    public async Task A_folder_with_a_part_missing(string part, string named)
    {
        string model = TinyModel.CopyTo(_folder.At("model"));
        Directory.Delete(Path.Combine(model, part), recursive: true);
        ModelFormatException error = await Assert.ThrowsAsync<ModelFormatException>(() => Load(model));
        Assert.Equal(Path.Combine(model, named), error.File);
    }

    [Fact]
    public async Task A_folder_without_weights_or_with_those_of_another_part()
    {
        string model = TinyModel.CopyTo(_folder.At("model"));
        string weights = Path.Combine(model, "unet", "diffusion_pytorch_model.safetensors");
        File.Copy(Path.Combine(model, "vae", "diffusion_pytorch_model.safetensors"), weights, overwrite: true);
        ModelFormatException wrong = await Assert.ThrowsAsync<ModelFormatException>(() => Load(model));
        Assert.Contains("unet", wrong.Message, StringComparison.Ordinal);

        File.Delete(weights);
        Exception missing = await Assert.ThrowsAnyAsync<Exception>(() => Load(model));
        Assert.True(missing is InvAdapterException or FileNotFoundException, $"{missing}");
        Assert.Contains("unet", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_adapter_of_another_UNet()
    {
        string site = tiny.Pipeline.Adapter.Sites[0].Name;
        await Refused("other.attn1", 32, null, "other.attn1.to_k_id.weight");
        await Refused(site, 16, null, $"{site}.to_k_id.weight");

        string path = WriteAdapter(site, 32, "0123456789abcdef0123456789abcdef");
        IdentityMismatchException mismatch = await Assert.ThrowsAsync<IdentityMismatchException>(() => Load(tiny.Folder, path));
        Assert.Contains(path, mismatch.Message, StringComparison.Ordinal);
        Assert.Equal(tiny.Pipeline.Fingerprint, mismatch.Expected);

        await using InvAdapterPipeline fits = await Load(tiny.Folder, WriteAdapter(site, 32, tiny.Pipeline.Fingerprint));
        Assert.Equal([site], fits.Adapter.Sites.Select(adapted => adapted.Name));
        await Assert.ThrowsAsync<FileNotFoundException>(() => Load(tiny.Folder, _folder.At("none.safetensors")));

        async Task Refused(string name, int width, string? model, string item)
        {
            InvalidFileException error = await Assert.ThrowsAnyAsync<InvalidFileException>(() => Load(tiny.Folder, WriteAdapter(name, width, model)));
            Assert.Equal(item, error.Item);
        }
    }

    [Fact]
    public async Task An_identity_of_another_model()
    {
        using Identity own = await tiny.Enroll();
        using var other = new Identity(own.Origin with { Model = "another" }, own.Inversion, own.Features);

        IdentityMismatchException error = await Assert.ThrowsAsync<IdentityMismatchException>(() => tiny.Generate(Request with { Identity = other }));
        Assert.Equal((tiny.Pipeline.Fingerprint, "another"), (error.Expected, error.Actual));
        await Assert.ThrowsAsync<IdentityMismatchException>(() => tiny.Pipeline.ReconstructAsync(other, cancellation: Stop));
    }

    [Theory]
    [InlineData(44, 48)]
    [InlineData(48, 44)]
    [InlineData(4, 4)]
    public async Task A_size_that_is_no_multiple_of_8(int width, int height)
    {
        PixelBuffer image = Pictures.Photo(width, height);
        ArgumentException[] errors =
        [
            await Assert.ThrowsAsync<ArgumentException>(() => tiny.Pipeline.EnrollAsync(image, cancellation: Stop)),
            await Assert.ThrowsAsync<ArgumentException>(() => tiny.Pipeline.ReconstructAsync(image, cancellation: Stop)),
            await Assert.ThrowsAsync<ArgumentException>(() => tiny.Generate(Request with { Size = image.Size })),
        ];
        Assert.All(errors, error => Assert.Contains($"multiples of 8, but it is {width}×{height}", error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Inverted_latents_without_an_identity_or_of_another_size()
    {
        GenerationRequest request = Request with { Start = InitialLatents.Inverted };
        Assert.Contains("needs an identity", (await Assert.ThrowsAsync<ArgumentException>(() => tiny.Generate(request))).Message, StringComparison.Ordinal);

        using Identity identity = await tiny.Enroll();
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => tiny.Generate(request with { Identity = identity, Size = new ImageSize(64, 64) }));
        Assert.Contains("48×64", error.Message, StringComparison.Ordinal);
        Assert.Contains("64×64 is asked for", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_identity_that_nothing_is_used_of()
    {
        await using InvAdapterPipeline trainingFree = await Load(tiny.Folder);
        using Identity identity = await tiny.Enroll(new EnrollmentOptions { Steps = 2, Sites = SiteFilter.Cross });
        using Identity selfOnly = await tiny.Enroll(new EnrollmentOptions { Steps = 2, Sites = SiteFilter.Self });

        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => trainingFree.GenerateAsync(Request with { Identity = identity }, cancellation: Stop));
        Assert.Contains("attention site", error.Message, StringComparison.Ordinal);
        error = await Assert.ThrowsAsync<ArgumentException>(() => tiny.Generate(Request with { Identity = selfOnly, Sites = SiteFilter.Cross }));
        Assert.Contains("\"cross\"", error.Message, StringComparison.Ordinal);
        Assert.Single((await trainingFree.GenerateAsync(Request with { Identity = selfOnly }, cancellation: Stop)).Images);
    }

    [Fact]
    public async Task A_filter_that_chooses_no_site()
    {
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => tiny.Enroll(new EnrollmentOptions { Sites = SiteFilter.Named("nothing") }));
        Assert.Contains("\"nothing\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_steps_than_the_schedule_has()
    {
        string model = TinyModel.CopyTo(_folder.At("model"));
        string scheduler = Path.Combine(model, "scheduler", "scheduler_config.json");
        string text = await File.ReadAllTextAsync(scheduler, Stop);
        await File.WriteAllTextAsync(scheduler, text.Replace("\"num_train_timesteps\": 1000", "\"num_train_timesteps\": 20", StringComparison.Ordinal), Stop);
        await using InvAdapterPipeline pipeline = await Load(model);
        ArgumentOutOfRangeException error = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => pipeline.GenerateAsync(Request with { Steps = 21 }, cancellation: Stop));
        Assert.Contains("20", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_out_of_range()
    {
        Refuse("GuidanceScale", () => Request with { GuidanceScale = -1 });
        Refuse("GuidanceScale", () => Request with { GuidanceScale = 0.9 });
        Refuse("GuidanceScale", () => Request with { GuidanceScale = double.NaN });
        Refuse("Eta", () => Request with { Eta = 1.01 });
        Refuse("Eta", () => Request with { Eta = double.NaN });
        Refuse("Sampler", () => Request with { Sampler = (SamplerKind)7 });
        Refuse("Steps", () => Request with { Steps = 0 });
        Refuse("Steps", () => new EnrollmentOptions { Steps = 1001 });
        Refuse("Steps", () => new ReconstructionOptions { Steps = -1 });
        Refuse("BatchSize", () => Request with { BatchSize = 0 });
        Refuse("CaptureEvery", () => new EnrollmentOptions { CaptureEvery = 0 });
        Refuse("ClipSkip", () => new PipelineOptions { ClipSkip = -1 });
        Refuse("ProjectionCacheBytes", () => new PipelineOptions { ProjectionCacheBytes = -1 });
        Refuse("From", () => Request with { Strength = -0.5 });
        Refuse("From", () => Request with { Strength = double.NaN });
        Refuse("End", () => new StrengthSchedule { End = 1.5 });
        Assert.Throws<ArgumentException>(() => Request with { Seeds = [] });
        Assert.Throws<ArgumentNullException>(() => new GenerationRequest(null!));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => InvAdapterPipeline.LoadAsync(tiny.Folder, new PipelineOptions { ClipSkip = 3 }, Stop));
        await Assert.ThrowsAsync<ArgumentNullException>(() => tiny.Pipeline.EnrollAsync(null!, cancellation: Stop));
        await Assert.ThrowsAsync<ArgumentNullException>(() => tiny.Pipeline.GenerateAsync(null!, cancellation: Stop));

        static void Refuse(string name, Func<object> make) => Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(make).ParamName);
    }

    private static Task<InvAdapterPipeline> Load(string folder, string? adapter = null) =>
        InvAdapterPipeline.LoadAsync(folder, new PipelineOptions { AdapterPath = adapter }, Stop);

    private string WriteAdapter(string site, int width, string? model)
    {
        var metadata = new Dictionary<string, string> { ["format"] = "inv-adapter", ["version"] = "1" };
        if (model is not null)
            metadata["base"] = model;
        string path = _folder.At("adapter.safetensors");
        float[] map = new float[width * width];
        SafetensorsWriter.Write(
            path,
            [TensorSource.FromSingle($"{site}.to_k_id.weight", map, [width, width]), TensorSource.FromSingle($"{site}.to_v_id.weight", map, [width, width])],
            metadata);
        return path;
    }
}
