using InvAdapter.Adapters;
using InvAdapter.Configuration;
using InvAdapter.Features;
using InvAdapter.Imaging;
using InvAdapter.Inversion;
using InvAdapter.Models;
using InvAdapter.Skia;
using Xunit;

namespace InvAdapter.Tests.Cli;

public class GenerateTests
{
    [Fact]
    public async Task One_seed_writes_the_named_file_and_prints_its_path()
    {
        using var place = new Workplace();
        CliRun run = await CliRun.Of(place.Generate("--seed", "7"));
        Assert.Equal((0, place["a.png"]), (run.ExitCode, run.Output.TrimEnd()));
        Assert.Equal(["a.png"], place.Written);
        Assert.True(place.Read("a.png").ContentEquals(FakePipeline.Drawing(7, new ImageSize(64, 64))));
    }

    [Theory]
    [InlineData("a.png", new[] { "--seed", "7", "9" }, new[] { "a-7.png", "a-9.png" })]
    [InlineData("a.png", new[] { "--seed", "7", "--seed", "9" }, new[] { "a-7.png", "a-9.png" })]
    [InlineData("a.png", new[] { "--seed", "-2", "--count", "3" }, new[] { "a--1.png", "a--2.png", "a-0.png" })]
    [InlineData("a.webp", new[] { "--count", "2" }, new[] { "a-0.webp", "a-1.webp" })]
    [InlineData("x_{seed}_y.jpg", new[] { "--seed", "5" }, new[] { "x_5_y.jpg" })]
    [InlineData("x_{seed}_y.jpg", new[] { "--seed", "5", "6" }, new[] { "x_5_y.jpg", "x_6_y.jpg" })]
    [InlineData("", new[] { "--seed", "5" }, new[] { "5.png" })]
    [InlineData("", new[] { "--count", "2" }, new[] { "0.png", "1.png" })]
    public async Task Seeds_name_the_files(string output, string[] seeds, string[] written)
    {
        using var place = new Workplace();
        CliRun run = await CliRun.Of(["generate", "--model", place.Model, "--prompt", "x", "--out", place[output], .. seeds]);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(written, place.Written);
        Assert.Equal(written.Length, run.Output.TrimEnd().Split('\n').Length);
    }

    [Fact]
    public async Task Every_option_reaches_the_request()
    {
        using var place = new Workplace();
        var pipeline = new FakePipeline();
        await CliRun.Of(pipeline, place.Enroll());
        CliRun run = await CliRun.Of(pipeline, place.Generate(
            "--identity", place["a.identity.safetensors"], "--negative", "blurry", "--seed", "3", "--guidance", "4.5", "--strength", "1:0.25@0.1-0.9",
            "--fusion", "decoupled", "--eta", "0.5", "--size", "72x80", "--start", "inverted", "--batch", "4", "--sites", "cross@1,up_blocks.2", "--clip-skip", "2", "--variant", "fp16"));

        Assert.Equal(0, run.ExitCode);
        GenerationRequest request = Assert.Single(pipeline.Generations);
        Assert.Equal(("a red hat", "blurry", 3, 4.5, 0.5, 4), (request.Prompt, request.NegativePrompt, request.Steps, request.GuidanceScale, request.Eta, request.BatchSize));
        Assert.Equal(new StrengthSchedule { From = 1, To = 0.25, Start = 0.1, End = 0.9 }, request.Strength);
        Assert.Equal((Fusion.Decoupled, new ImageSize(72, 80), InitialLatents.Inverted), (request.Fusion, request.Size, request.Start));
        Assert.Equal(FakePipeline.Fingerprint, request.Identity!.Origin.Model);
        Assert.True(request.Sites.Includes(new AttentionSite("up_blocks.2.attentions.0.transformer_blocks.0.attn2", AttentionKind.Cross, 8, 1, 0)));
        Assert.True(request.Sites.Includes(new AttentionSite("down_blocks.1.attentions.0.transformer_blocks.0.attn2", AttentionKind.Cross, 8, 1, 1)));
        Assert.False(request.Sites.Includes(new AttentionSite("up_blocks.2.attentions.0.transformer_blocks.0.attn1", AttentionKind.Self, 8, 1, 1)));
        Assert.Equal((2, "fp16"), (pipeline.Options!.ClipSkip, pipeline.Options.Variant));
    }

    [Theory]
    [InlineData(SamplerKind.DpmSolver)]
    [InlineData(SamplerKind.Ddim, "--sampler", "ddim")]
    [InlineData(SamplerKind.Ddim, "--start", "inverted")]
    [InlineData(SamplerKind.DpmSolver, "--start", "inverted", "--sampler", "dpm-solver")]
    public async Task An_inverted_start_is_drawn_with_ddim_unless_the_line_says_otherwise(SamplerKind expected, params string[] options)
    {
        using var place = new Workplace();
        var pipeline = new FakePipeline();
        await CliRun.Of(pipeline, place.Enroll());
        CliRun run = await CliRun.Of(pipeline, place.Generate(["--identity", place["a.identity.safetensors"], .. options]));
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(expected, Assert.Single(pipeline.Generations).Sampler);
    }

    [Fact]
    public async Task What_is_not_given_is_the_records_default()
    {
        using var place = new Workplace();
        var pipeline = new FakePipeline();
        await CliRun.Of(pipeline, "generate", "--model", place.Model, "--prompt", "a red hat", "--out", place["a.png"]);
        GenerationRequest request = Assert.Single(pipeline.Generations);
        Assert.Equal(new GenerationRequest("a red hat") { Seeds = request.Seeds }, request);
        Assert.Equal([0L], request.Seeds);
    }

    [Fact]
    public async Task A_photo_is_enrolled_on_the_fly_at_the_size_of_the_images()
    {
        using var place = new Workplace();
        var pipeline = new FakePipeline();
        CliRun run = await CliRun.Of(pipeline, place.Generate("--image", place.Photo, "--size", "48x64", "--iterations", "4", "--source", "replay"));

        Assert.Equal(0, run.ExitCode);
        (PixelBuffer image, EnrollmentOptions options) = Assert.Single(pipeline.Enrollments);
        Assert.True(image.ContentEquals(ImageResampler.Cover(ImageFile.Read(place.Photo), 48, 64)));
        Assert.Equal((3, FeatureSource.Replay, 4), (options.Steps, options.Source, Assert.IsType<FixedPointInverter>(options.Inverter).Iterations));
        Assert.NotNull(Assert.Single(pipeline.Generations).Identity);
        Assert.Throws<ObjectDisposedException>(() => pipeline.Generations[0].Identity!.Features);
    }

    [Fact]
    public async Task The_timestep_of_a_clean_photo_reaches_its_enrolment()
    {
        using var place = new Workplace();
        var pipeline = new FakePipeline();
        await CliRun.Of(pipeline, place.Generate("--image", place.Photo, "--source", "clean", "--clean-timestep", "7"));
        EnrollmentOptions options = Assert.Single(pipeline.Enrollments).Options;
        Assert.Equal((FeatureSource.Clean, 7), (options.Source, options.CleanTimestep));
    }

    [Fact]
    public async Task Batches_are_drawn_and_written_one_after_another()
    {
        using var place = new Workplace();
        var pipeline = new FakePipeline();
        CliRun run = await CliRun.Of(pipeline, place.Generate("--count", "5", "--batch", "2", "--json"));
        Assert.Equal([2, 2, 1], pipeline.Generations.Select(request => request.Seeds.Length));
        Assert.Equal([0L, 1, 2, 3, 4], run.Json.GetProperty("images").EnumerateArray().Select(image => image.GetProperty("seed").GetInt64()));
        Assert.Equal(18, run.Json.GetProperty("unetCalls").GetInt32());
        Assert.Contains("generating: 100% (9 of 9)", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_holds_the_facts()
    {
        using var place = new Workplace();
        CliRun run = await CliRun.Of(place.Generate("--seed", "8", "--size", "64x72", "--negative", "blur", "--json"));
        System.Text.Json.JsonElement image = run.Json.GetProperty("images")[0];
        Assert.Equal((place["a.png"], 8L, 64, 72), (image.GetProperty("path").GetString(), image.GetProperty("seed").GetInt64(), image.GetProperty("width").GetInt32(), image.GetProperty("height").GetInt32()));
        Assert.Equal("a red hat", run.Json.GetProperty("prompt").GetProperty("text").GetString());
        Assert.Equal(3, run.Json.GetProperty("negative").GetProperty("tokens").GetInt32());
        Assert.Equal(0, run.Json.GetProperty("warnings").GetArrayLength());
    }

    [Fact]
    public async Task A_cut_prompt_is_warned_of_with_the_text_that_was_lost()
    {
        using var place = new Workplace();
        var pipeline = new FakePipeline { CutText = "with a feather" };
        CliRun run = await CliRun.Of(pipeline, place.Generate());
        Assert.Contains("warning: --prompt is too long for the model, which has not read: with a feather", run.Error, StringComparison.Ordinal);
        Assert.Equal(place["a.png"], run.Output.TrimEnd());

        CliRun json = await CliRun.Of(pipeline, place.Generate("--json", "--quiet"));
        Assert.Empty(json.Error);
        Assert.True(json.Json.GetProperty("prompt").GetProperty("isTruncated").GetBoolean());
        Assert.Contains("with a feather", json.Json.GetProperty("warnings")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_negative_prompt_without_guidance_is_warned_of()
    {
        using var place = new Workplace();
        CliRun run = await CliRun.Of(place.Generate("--negative", "x", "--guidance", "1"));
        Assert.Contains("--negative has no effect", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, false, 1)]
    [InlineData(true, false, 2)]
    [InlineData(false, true, 2)]
    public async Task A_sheet_shows_inputs_and_results(bool fromPhoto, bool fromFile, int rows)
    {
        using var place = new Workplace();
        var pipeline = new FakePipeline();
        await CliRun.Of(pipeline, place.Enroll());
        string[] person = fromPhoto ? ["--image", place.Photo] : fromFile ? ["--identity", place["a.identity.safetensors"]] : [];
        CliRun run = await CliRun.Of(pipeline, place.Generate(["--seed", "11", "22", "--sheet", place["s.png"], .. person]));

        Assert.Equal(0, run.ExitCode);
        Assert.EndsWith(place["s.png"], run.Output.TrimEnd(), StringComparison.Ordinal);
        PixelBuffer sheet = place.Read("s.png");
        Assert.Equal(rows, (int)Math.Round(sheet.Height / 258.0));
        foreach (byte red in (byte[])[11, 22, .. fromPhoto || fromFile ? (byte[])[150] : []])
            Assert.True(Count(sheet, red) > 30_000, $"The picture of red {red} is not on the sheet.");
    }

    [Fact]
    public async Task An_older_file_is_replaced_only_when_the_new_one_is_there()
    {
        using var place = new Workplace();
        await File.WriteAllTextAsync(place["a.png"], "old", TestContext.Current.CancellationToken);
        await CliRun.Of(new FakePipeline { RunFails = new InvalidOperationException("no") }, place.Generate());
        Assert.Equal("old", await File.ReadAllTextAsync(place["a.png"], TestContext.Current.CancellationToken));
        await CliRun.Of(place.Generate());
        Assert.Equal(64, place.Read("a.png").Width);
    }

    [Fact]
    public async Task Prompts_may_look_like_options_or_response_files()
    {
        using var place = new Workplace();
        var pipeline = new FakePipeline();
        foreach (string prompt in (string[])["@home", "-a dash", "[suggest] a thing", "3"])
        {
            CliRun run = await CliRun.Of(pipeline, "generate", "--model", place.Model, "--prompt", prompt, "--out", place["a.png"]);
            Assert.Equal((0, prompt), (run.ExitCode, pipeline.Generations[^1].Prompt));
        }
    }

    private static int Count(PixelBuffer image, byte red)
    {
        int count = 0;
        for (int i = 0; i < image.Pixels.Length; i += 3)
            count += image.Pixels[i] == red && image.Pixels[i + 1] == 100 && image.Pixels[i + 2] == 50 ? 1 : 0;
        return count;
    }
}
