using InvAdapter.Features;
using InvAdapter.Graphs;
using InvAdapter.Imaging;
using InvAdapter.Inversion;
using InvAdapter.Skia;
using Xunit;

namespace InvAdapter.Tests.Cli;

public class EnrollTests
{
    [Fact]
    public async Task An_identity_is_written_that_loads_again()
    {
        using var place = new Workplace();
        CliRun run = await CliRun.Of(place.Enroll());
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["a.identity.safetensors"], place.Written);
        using Identity identity = Identity.Load(place["a.identity.safetensors"]);
        Assert.Equal((FakePipeline.Fingerprint, 3), (identity.Origin.Model, identity.Origin.Steps));
        Assert.Contains($"model      {FakePipeline.Fingerprint}", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_holds_the_facts()
    {
        using var place = new Workplace();
        CliRun run = await CliRun.Of(place.Enroll("--json"));
        Assert.Equal(place["a.identity.safetensors"], run.Json.GetProperty("identity").GetString());
        Assert.Equal(new FileInfo(place["a.identity.safetensors"]).Length, run.Json.GetProperty("sizeInBytes").GetInt64());
        Assert.Equal((64, 3, 1), (run.Json.GetProperty("width").GetInt32(), run.Json.GetProperty("unetCalls").GetInt32(), run.Json.GetProperty("sites").GetInt32()));
        Assert.Equal("inversionPass", run.Json.GetProperty("source").GetString());
        Assert.Equal(1, run.Json.GetProperty("residuals").GetProperty("largest").GetDouble());
        Assert.Equal(3, run.Json.GetProperty("residuals").GetProperty("largestAtStep").GetInt32());
    }

    [Fact]
    public async Task The_photo_covers_the_models_own_size_unless_told_otherwise()
    {
        using var place = new Workplace();
        var pipeline = new FakePipeline();
        await CliRun.Of(pipeline, place.Enroll());
        await CliRun.Of(pipeline, place.Enroll("--size", "32x40"));
        await CliRun.Of(pipeline, place.Enroll("--size", "56"));
        PixelBuffer photo = ImageFile.Read(place.Photo);
        Assert.True(pipeline.Enrollments[0].Image.ContentEquals(ImageResampler.Cover(photo, 64, 64)));
        Assert.True(pipeline.Enrollments[1].Image.ContentEquals(ImageResampler.Cover(photo, 32, 40)));
        Assert.Equal(new ImageSize(56, 56), pipeline.Enrollments[2].Image.Size);
    }

    [Fact]
    public async Task Every_option_reaches_the_pipeline()
    {
        using var place = new Workplace();
        await File.WriteAllTextAsync(place["ad.safetensors"], "", TestContext.Current.CancellationToken);
        var pipeline = new FakePipeline();
        await CliRun.Of(pipeline, place.Enroll(
            "--inversion", "fixed-point", "--iterations", "6", "--tolerance", "0.001", "--source", "trajectory", "--sites", "self", "--capture-every", "2",
            "--adapter", place["ad.safetensors"], "--provider", "cuda", "--device", "1", "--precision", "float16"));

        EnrollmentOptions options = Assert.Single(pipeline.Enrollments).Options;
        var inverter = Assert.IsType<FixedPointInverter>(options.Inverter);
        Assert.Equal((6, 0.001, FeatureSource.Trajectory, "self", 2, 3), (inverter.Iterations, inverter.Tolerance, options.Source, options.Sites!.ToString(), options.CaptureEvery, options.Steps));
        Assert.Equal((place["ad.safetensors"], "CUDA:1", GraphPrecision.Float16), (pipeline.Options!.AdapterPath, pipeline.Options.Provider.ToString(), pipeline.Options.Precision));
    }

    [Fact]
    public async Task The_timestep_of_a_clean_image_reaches_the_pipeline()
    {
        using var place = new Workplace();
        var pipeline = new FakePipeline();
        await CliRun.Of(pipeline, place.Enroll("--source", "clean", "--clean-timestep", "400"));
        EnrollmentOptions options = Assert.Single(pipeline.Enrollments).Options;
        Assert.Equal((FeatureSource.Clean, 400), (options.Source, options.CleanTimestep));
    }

    [Theory]
    [InlineData("64", 64)]
    [InlineData("all", null)]
    public async Task A_token_budget_reaches_the_pipeline(string text, int? budget)
    {
        using var place = new Workplace();
        var pipeline = new FakePipeline();
        await CliRun.Of(pipeline, place.Enroll("--tokens", text));
        Assert.Equal(budget, Assert.Single(pipeline.Enrollments).Options.TokenBudget);
    }

    [Fact]
    public async Task What_is_not_given_is_the_records_default()
    {
        using var place = new Workplace();
        var pipeline = new FakePipeline();
        await CliRun.Of(pipeline, "enroll", "--model", place.Model, "--image", place.Photo, "--out", place["a.safetensors"]);
        EnrollmentOptions options = Assert.Single(pipeline.Enrollments).Options;
        var expected = new EnrollmentOptions { Inverter = options.Inverter };
        Assert.IsType<DdimInverter>(options.Inverter);
        Assert.Equal(expected, options);
        Assert.Equal(new PipelineOptions { Provider = pipeline.Options!.Provider }, pipeline.Options);
        Assert.Equal("CPU", pipeline.Options.Provider.Name);
    }

    [Fact]
    public async Task Half_precision_halves_the_features()
    {
        using var place = new Workplace();
        await CliRun.Of(place.Enroll("--store", "float16"));
        using Identity identity = Identity.Load(place["a.identity.safetensors"]);
        Assert.Equal(16, identity.Features.SizeInBytes);
    }
}
