using InvAdapter.Cli;
using Xunit;

namespace InvAdapter.Tests.Cli;

/// <summary>Command lines that can't be, each told in words that name the option. None gets as far as loading a model.</summary>
public class UsageTests
{
    [Theory]
    [InlineData("generate --steps many", "--steps many: give a whole number.")]
    [InlineData("generate --tokens few", "--tokens few: give a number of 1 or more, or all.")]
    [InlineData("generate --tokens 0", "--tokens 0: give a number of 1 or more, or all.")]
    [InlineData("generate --steps 0", "Use 1 to 1000 steps, not 0.")]
    [InlineData("generate --guidance x", "--guidance x: 'x' is no number.")]
    [InlineData("generate --eta 2", "Use an eta of 0 to 1, not 2.")]
    [InlineData("generate --size 64x", "--size 64x: use WIDTHxHEIGHT")]
    [InlineData("generate --size 0x8", "--size 0x8: Use 1 to 16384 pixels.")]
    [InlineData("generate --seed 1 two", "--seed two: give whole numbers.")]
    [InlineData("generate --seed 5 5", "--seed 5 comes twice")]
    [InlineData("generate --seed 5 6 --count 2", "--count goes with one --seed")]
    [InlineData("generate --count 0", "--count 0: use 1 to 10000.")]
    [InlineData("generate --batch 65", "Use batches of 1 to 64, not 65.")]
    [InlineData("generate --provider gpu", "--provider gpu: use cpu, cuda, tensorrt, directml, coreml, openvino, webgpu.")]
    [InlineData("generate --precision half", "--precision half: use float32, float16, int8.")]
    [InlineData("generate --threads -1", "threads")]
    [InlineData("generate --threads 2 --provider cuda", "--threads is for the CPU.")]
    [InlineData("generate --device 1", "--device is not for cpu")]
    [InlineData("generate --device -1 --provider cuda", "--device -1: use 0 or more.")]
    [InlineData("generate --clip-skip -1", "Skip 0 layers or more, not -1.")]
    [InlineData("generate --strength 1", "--strength says how a person is fed back")]
    [InlineData("generate --start inverted", "--start says how a person is fed back")]
    [InlineData("generate --iterations 5", "--iterations says how a photo is enrolled")]
    [InlineData("generate --image {photo} --identity x", "--identity and --image each name a person")]
    [InlineData("generate --image {photo} --strength 1:2:3", "--strength 1:2:3: use X, X:Y or X:Y@START-END")]
    [InlineData("generate --image {photo} --strength 1@0.5-0.2", "START must not be behind END")]
    [InlineData("generate --image {photo} --strength 11", "Use a strength of 0 to 10.")]
    [InlineData("generate --image {photo} --sites down", "begin with all, self or cross, not 'down'")]
    [InlineData("generate --image {photo} --sites self@", "Give at least one name.")]
    [InlineData("generate --sheet {place}/s.txt", "s.txt: the name must end in .png, .jpg, .jpeg, .webp.")]
    [InlineData("generate --sheet {place}/a.png", "--out {place}/a.png is the same file as --sheet.")]
    [InlineData("enroll --inversion ddim --iterations 5", "--iterations is for --inversion fixed-point.")]
    [InlineData("enroll --iterations 101", "Use 1 to 100 iterations, not 101.")]
    [InlineData("enroll --tolerance 1", "Use a tolerance of 0 to below 1, not 1.")]
    [InlineData("enroll --capture-every 0", "Capture at every step (1) or fewer, not 0.")]
    [InlineData("enroll --store int8", "--store int8: use float32, float16.")]
    [InlineData("enroll --source nowhere", "--source nowhere: use inversion-pass, replay, trajectory, clean, noised.")]
    [InlineData("reconstruct --sheet {photo}", "--sheet {photo} is the same file as --image.")]
    [InlineData("reconstruct --unknown", "--unknown")]
    public async Task A_wrong_option_is_told(string line, string message)
    {
        using var place = new Workplace();
        string[] words = line.Split(' ');
        string[] more = [.. words[1..].Select(Fill)];
        var pipeline = new FakePipeline();
        CliRun run = await CliRun.Of(pipeline, [.. Call(place, words[0], place[words[0] == "enroll" ? "a.safetensors" : "a.png"]), .. more]);

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains(Fill(message), run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
        Assert.Empty(pipeline.Loads);
        Assert.Empty(place.Written);

        string Fill(string text) => text.Replace("{photo}", place.Photo, StringComparison.Ordinal).Replace("{place}", place.Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("draw")]
    [InlineData("inspect")]
    [InlineData("generate")]
    [InlineData("enroll --model x")]
    [InlineData("enroll --image")]
    public async Task An_incomplete_line_points_to_help(string line)
    {
        CliRun run = await CliRun.Of(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains("--help", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("enroll", "a.png", ".safetensors")]
    [InlineData("enroll", "a", ".safetensors")]
    [InlineData("reconstruct", "a.gif", ".png")]
    [InlineData("generate", "a.tiff", ".png")]
    public async Task An_unknown_extension_is_refused_before_any_work(string command, string name, string wanted)
    {
        using var place = new Workplace();
        var pipeline = new FakePipeline();
        CliRun run = await CliRun.Of(pipeline, Call(place, command, place[name]));
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains(wanted, run.Error, StringComparison.Ordinal);
        Assert.Empty(pipeline.Loads);
    }

    [Theory]
    [InlineData("enroll", "no/a.safetensors")]
    [InlineData("reconstruct", "no/a.png")]
    [InlineData("generate", "no/a.png")]
    [InlineData("generate", "no/")]
    public async Task A_missing_output_folder_is_refused_before_any_work(string command, string name)
    {
        using var place = new Workplace();
        var pipeline = new FakePipeline();
        CliRun run = await CliRun.Of(pipeline, Call(place, command, place[name]));
        Assert.Equal(ExitCodes.FileAccess, run.ExitCode);
        Assert.Contains("there is no such folder to write to", run.Error, StringComparison.Ordinal);
        Assert.Empty(pipeline.Loads);
    }

    [Theory]
    [InlineData("enroll")]
    [InlineData("reconstruct")]
    [InlineData("generate")]
    public async Task A_size_that_the_model_cannot_take_names_one_that_it_can(string command)
    {
        using var place = new Workplace();
        var pipeline = new FakePipeline();
        string[] args = command switch { "enroll" => place.Enroll("--size", "100x61"), "generate" => place.Generate("--size", "100x61"), _ => place.Reconstruct("--size", "100x61") };
        CliRun run = await CliRun.Of(pipeline, args);
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains("--size 100x61: both sides must be multiples of 8 pixels for this model; use 104x64.", run.Error, StringComparison.Ordinal);
        Assert.Empty(place.Written);
    }

    [Fact]
    public async Task Errors_of_usage_are_json_too()
    {
        CliRun run = await CliRun.Of("generate", "--json", "--what");
        Assert.Equal("usage", run.Json.GetProperty("error").GetProperty("kind").GetString());
    }

    private static string[] Call(Workplace place, string command, string output) => command == "generate"
        ? ["generate", "--model", place.Model, "--prompt", "x", "--out", output]
        : [command, "--model", place.Model, "--image", place.Photo, "--out", output];
}
