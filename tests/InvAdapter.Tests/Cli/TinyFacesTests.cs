using InvAdapter.Cli;
using InvAdapter.Imaging;
using InvAdapter.TinyFaces;
using Xunit;

namespace InvAdapter.Tests.Cli;

/// <summary>The model that comes with the tool: what is drawn with where no other is named.</summary>
public sealed class TinyFacesTests : IDisposable
{
    private readonly Workplace _place = new();
    private readonly FakePipeline _fake = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData]
    [InlineData("--model", "tiny-faces")]
    public async Task It_is_the_default_with_its_adapter_and_what_suits_it(params string[] more)
    {
        CliRun run = await CliRun.Of(_fake, ["generate", "--prompt", "a person", "--image", _place.Photo, "--out", _place["a.png"], .. more]);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal([TinyFacesModel.Folder], _fake.Loads);
        Assert.Equal(TinyFacesModel.AdapterPath, _fake.Options!.AdapterPath);
        Assert.Equal(10, _fake.Enrollments[0].Options.Steps);
        Assert.Equal((SamplerKind.DpmSolver, 10, 3), (_fake.Generations[0].Sampler, _fake.Generations[0].Steps, _fake.Generations[0].GuidanceScale));
    }

    [Fact]
    public async Task What_the_line_says_wins()
    {
        await CliRun.Of(_fake, "generate", "--prompt", "a person", "--out", _place["a.png"], "--steps", "7", "--guidance", "5", "--adapter", "none");
        Assert.Null(_fake.Options!.AdapterPath);
        Assert.Equal((7, 5), (_fake.Generations[0].Steps, _fake.Generations[0].GuidanceScale));
    }

    [Fact]
    public async Task Fresh_noise_is_drawn_with_the_sampler_that_takes_it()
    {
        CliRun run = await CliRun.Of(_fake, "generate", "--prompt", "a person", "--out", _place["a.png"], "--eta", "0.5");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal((SamplerKind.Ddim, 0.5), (_fake.Generations[0].Sampler, _fake.Generations[0].Eta));
    }

    [Fact]
    public async Task Other_models_have_neither_its_adapter_nor_its_settings()
    {
        await CliRun.Of(_fake, "generate", "--model", _place.Model, "--prompt", "a person", "--out", _place["a.png"]);
        Assert.Equal([_place.Model], _fake.Loads);
        Assert.Null(_fake.Options!.AdapterPath);
        Assert.Equal((SamplerKind.DpmSolver, 20, 7.5), (_fake.Generations[0].Sampler, _fake.Generations[0].Steps, _fake.Generations[0].GuidanceScale));
    }

    [Fact]
    public async Task Enrolling_and_reconstructing_take_it_too()
    {
        await CliRun.Of(_fake, "enroll", "--image", _place.Photo, "--out", _place["a.identity.safetensors"]);
        await CliRun.Of(_fake, "reconstruct", "--image", _place.Photo, "--out", _place["a.png"]);
        Assert.Equal([TinyFacesModel.Folder, TinyFacesModel.Folder], _fake.Loads);
        Assert.Null(_fake.Options!.AdapterPath);
        Assert.Equal((20, 20), (_fake.Enrollments[0].Options.Steps, _fake.Reconstructions[0].Steps));
    }

    [Fact]
    public async Task Inspection_finds_nothing_wrong_with_it()
    {
        CliRun run = await CliRun.Of("inspect", "tiny-faces", "--json");
        Assert.Equal(0, run.ExitCode);
        Assert.Empty(run.Json.GetProperty("problems").EnumerateArray());
    }

    [Fact]
    public async Task A_portrait_is_drawn_anew()
    {
        CliRun run = await CliRun.Of(
            async (folder, options, cancellation) => await InvAdapterPipeline.LoadAsync(folder, options, cancellation),
            TestContext.Current.CancellationToken,
            "generate", "--prompt", "a smiling person in a red cap", "--image", TinyFacesModel.Portraits[0], "--out", _place["a.png"], "--steps", "2", "--sheet", _place["sheet.png"]);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(new ImageSize(64, 64), _place.Read("a.png").Size);
        Assert.Equal(["a.png", "sheet.png"], _place.Written);
    }
}
