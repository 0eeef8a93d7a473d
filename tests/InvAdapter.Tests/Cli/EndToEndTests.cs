using InvAdapter.Cli;
using InvAdapter.Imaging;
using InvAdapter.Skia;
using InvAdapter.Tests.Golden;
using InvAdapter.Tests.Imaging;
using Xunit;

namespace InvAdapter.Tests.Cli;

/// <summary>The tool with real networks: the tiny golden models, a few steps.</summary>
public sealed class EndToEndTests(SmallModel small) : IClassFixture<SmallModel>, IDisposable
{
    private const string Small = "small";

    private readonly Workplace _place = new();

    /// <summary>The model made here, and every golden folder that has a vocabulary.</summary>
    public static IEnumerable<TheoryDataRow<string>> Models => ((string[])[Small, .. GoldenFolders.Tokenizers]).Select(model => new TheoryDataRow<string>(model));

    public void Dispose() => _place.Dispose();

    [Theory]
    [MemberData(nameof(Models))]
    public async Task An_enrolled_person_is_drawn_and_changes_the_picture(string model)
    {
        string folder = model == Small ? small.Path : model;
        string identity = _place["a.identity.safetensors"];
        CliRun enrolled = await Run("enroll", "--model", folder, "--image", _place.Photo, "--out", identity, "--steps", "3", "--size", "64", "--json");
        Assert.Equal(0, enrolled.ExitCode);
        Assert.Equal(3, enrolled.Json.GetProperty("unetCalls").GetInt32());

        CliRun inspected = await Run("inspect", identity, "--json");
        Assert.Equal(enrolled.Json.GetProperty("model").GetString(), inspected.Json.GetProperty("model").GetString());
        Assert.Equal(3, inspected.Json.GetProperty("timesteps").GetArrayLength());

        string[] common = ["generate", "--model", folder, "--prompt", "the thing", "--steps", "3", "--size", "64", "--seed", "5"];
        CliRun plain = await Run([.. common, "--out", _place["plain.png"]]);
        CliRun person = await Run([.. common, "--out", _place["person.png"], "--identity", identity, "--sheet", _place["sheet.png"]]);
        CliRun zero = await Run([.. common, "--out", _place["zero.png"], "--identity", identity, "--strength", "0"]);
        CliRun again = await Run([.. common, "--out", _place["again.png"], "--image", _place.Photo]);
        Assert.All([plain, person, zero, again], run => Assert.Equal(0, run.ExitCode));
        Assert.Equal(new ImageSize(64, 64), _place.Read("plain.png").Size);
        Assert.False(_place.Read("person.png").ContentEquals(_place.Read("plain.png")));
        Assert.True(_place.Read("zero.png").ContentEquals(_place.Read("plain.png")));
        Assert.True(_place.Read("again.png").ContentEquals(_place.Read("person.png")));
        Assert.True(_place.Read("sheet.png").Width > 192);
    }

    [Theory]
    [InlineData("clean", "Clean", 1)]
    [InlineData("noised", "Noised", 3)]
    public async Task A_person_enrolled_without_inversion_is_drawn_inspected_and_put_on_a_sheet(string option, string source, int calls)
    {
        string identity = _place["a.identity.safetensors"];
        CliRun enrolled = await Run("enroll", "--model", small.Path, "--image", _place.Photo, "--out", identity, "--steps", "3", "--size", "64", "--source", option);
        Assert.Equal(0, enrolled.ExitCode);
        Assert.Contains("there was no inversion", enrolled.Output, StringComparison.Ordinal);
        CliRun inspected = await Run("inspect", identity, "--json");
        Assert.Equal((option, calls), (inspected.Json.GetProperty("source").GetString(), inspected.Json.GetProperty("unetCalls").GetInt32()));
        Assert.Contains("there was no inversion", (await Run("inspect", identity)).Output, StringComparison.Ordinal);

        string[] common = ["generate", "--model", small.Path, "--prompt", "the thing", "--steps", "3", "--size", "64", "--sampler", "ddim", "--identity", identity];
        Assert.Equal(0, (await Run([.. common, "--out", _place["person.png"], "--sheet", _place["sheet.png"]])).ExitCode);
        Assert.True(_place.Read("sheet.png").Width > 64);
        CliRun refused = await Run([.. common, "--out", _place["inverted.png"], "--start", "inverted"]);
        Assert.Equal(ExitCodes.Usage, refused.ExitCode);
        Assert.Contains(source, refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_iterations_reconstruct_better_than_one()
    {
        ImageFile.Write(_place.Photo, Pictures.Photo(64, 64));
        CliRun one = await Reconstruct("1");
        CliRun ten = await Reconstruct("10");
        Assert.Equal((0, 0), (one.ExitCode, ten.ExitCode));
        Assert.True(Error(ten) < Error(one) / 2, $"The latent error is {Error(ten)} behind ten iterations and {Error(one)} behind one.");
        Assert.True(Psnr(ten) > Psnr(one), $"The PSNR is {Psnr(ten)} behind ten iterations and {Psnr(one)} behind one.");
        Assert.Equal(10 * one.Json.GetProperty("inversionCalls").GetInt32(), ten.Json.GetProperty("inversionCalls").GetInt32());

        static double Error(CliRun run) => run.Json.GetProperty("latentError").GetDouble();
        static double Psnr(CliRun run) => run.Json.GetProperty("psnr").GetDouble();
    }

    [Fact]
    public async Task A_long_prompt_is_cut_and_told()
    {
        string prompt = string.Join(' ', Enumerable.Repeat("zebra", 40));
        CliRun run = await Run("generate", "--model", small.Path, "--prompt", prompt, "--out", _place["a.png"], "--steps", "1", "--size", "64");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("--prompt is too long for the model, which has not read: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_single_file_is_no_model()
    {
        CliRun run = await Run("generate", "--model", _place.Photo, "--prompt", "x", "--out", _place["a.png"]);
        Assert.Equal(ExitCodes.Format, run.ExitCode);
    }

    [Fact]
    public async Task A_folder_without_vocabulary_is_refused_by_name()
    {
        CliRun run = await Run("enroll", "--model", Path.Combine(GoldenFolders.InRepository, "tiny-sd15"), "--image", _place.Photo, "--out", _place["a.safetensors"]);
        Assert.Equal(ExitCodes.Format, run.ExitCode);
        Assert.Contains("tokenizer", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_models_identity_is_refused()
    {
        await CliRun.Of(_place.Enroll());
        CliRun run = await Run("generate", "--model", small.Path, "--identity", _place["a.identity.safetensors"], "--prompt", "x", "--out", _place["a.png"], "--json");
        Assert.Equal(ExitCodes.Mismatch, run.ExitCode);
        Assert.Equal(FakePipeline.Fingerprint, run.Json.GetProperty("error").GetProperty("actual").GetString());
        Assert.DoesNotContain("a.png", _place.Written);
    }

    [Fact]
    public async Task A_provider_that_is_not_here_is_not_replaced_by_another()
    {
        // Neither of the two exists on every system, and no system has both.
        CliRun[] runs = await Task.WhenAll(((string[])["directml", "coreml"]).Select(provider =>
            Run("generate", "--model", small.Path, "--provider", provider, "--prompt", "x", "--out", _place[$"{provider}.png"], "--steps", "1", "--size", "64")));
        Assert.Contains(ExitCodes.Provider, runs.Select(run => run.ExitCode));
    }

    private Task<CliRun> Reconstruct(string iterations) => Run(
        "reconstruct", "--model", small.Path, "--image", _place.Photo, "--out", _place["r.png"], "--steps", "20", "--size", "64", "--iterations", iterations, "--tolerance", "0", "--json");

    private static Task<CliRun> Run(params string[] args) => CliRun.Of(
        async (folder, options, cancellation) => await InvAdapterPipeline.LoadAsync(folder, options, cancellation), TestContext.Current.CancellationToken, args);
}
