using System.Text.Json;
using InvAdapter.Cli;
using Xunit;

namespace InvAdapter.Tests.Cli;

public sealed class QuantizeTests(SmallModel small) : IClassFixture<SmallModel>
{
    [Fact]
    public async Task A_folder_is_quantised_inspected_and_drawn_with()
    {
        using var place = new Workplace();
        string made = place["int8"];
        CliRun run = await CliRun.Of(Quantize(made, "--prompt", "a red hat", "a city", "--guidance", "3", "1", "--json"));
        Assert.Equal(0, run.ExitCode);
        Assert.Equal((made, 3), (run.Json.GetProperty("folder").GetString(), run.Json.GetProperty("calibrationCalls").GetInt32()));
        Assert.InRange(run.Json.GetProperty("unetError").GetDouble(), 1e-4, 0.1);
        Assert.InRange((double)run.Json.GetProperty("bytesAfter").GetInt64() / run.Json.GetProperty("bytesBefore").GetInt64(), 0.2, 0.5);
        JsonElement[] layers = [.. run.Json.GetProperty("layers").EnumerateArray()];
        Assert.All(layers, layer => Assert.Contains(layer.GetProperty("precision").GetString(), (string[])["int8", "floatByName"]));
        Assert.Contains("measuring the whole: 100% (3 of 3)", run.Error, StringComparison.Ordinal);

        CliRun inspected = await CliRun.Of("inspect", made, "--json");
        Assert.Equal(0, inspected.ExitCode);
        JsonElement quantization = inspected.Json.GetProperty("quantization");
        Assert.Equal(
            (layers.Length, layers.Count(layer => layer.GetProperty("precision").GetString() == "int8"), run.Json.GetProperty("baseModel").GetString()),
            (quantization.GetProperty("layers").GetInt32(), quantization.GetProperty("int8Layers").GetInt32(), quantization.GetProperty("baseModel").GetString()));
        Assert.Matches(@"int8 +\d+ of \d+ layers of the UNet", (await CliRun.Of("inspect", made)).Output);
        Assert.Equal(JsonValueKind.Null, (await CliRun.Of("inspect", small.Path, "--json")).Json.GetProperty("quantization").ValueKind);

        CliRun drawn = await CliRun.Of(
            async (folder, options, cancellation) => await InvAdapterPipeline.LoadAsync(folder, options, cancellation),
            TestContext.Current.CancellationToken,
            "generate", "--model", made, "--image", place.Photo, "--prompt", "a cat", "--out", place["a.png"], "--steps", "2", "--size", "64", "-q");
        Assert.Equal((0, ""), (drawn.ExitCode, drawn.Error));
    }

    [Fact]
    public async Task Text_has_a_line_for_each_layer_and_the_whole()
    {
        using var place = new Workplace();
        CliRun run = await CliRun.Of(Quantize(place["int8"], "--prompt", "a cat", "--guidance", "1", "--keep", "mid_block", "conv_in"));
        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"\n +\d\.\d\d%  float \(named\) +[\d,]+  conv_in\n", run.Output);
        Assert.Matches(@"\n +\d\.\d\d%  int8 +[\d,]+  conv_out\n", run.Output);
        Assert.Matches(@"\nerror +\d+\.\d\d% of the prediction over 1 calls", run.Output);
    }

    [Theory]
    [InlineData("--steps 0", "Use 1 to 1000 steps, not 0.")]
    [InlineData("--guidance 0", "Give one guidance scale or more, each 1 to 100.")]
    [InlineData("--guidance 3 x", "--guidance x: 'x' is no number.")]
    [InlineData("--max-error -1", "Use an error of 0 or more, not -1.")]
    [InlineData("--size 60", "multiples of 8")]
    [InlineData("--keep mid_blok", "none has mid_blok.")]
    [InlineData("--threads -1", "Use 0 (one a core) to 1024 threads, not -1.")]
    public async Task A_wrong_option_is_told(string options, string message)
    {
        using var place = new Workplace();
        CliRun run = await CliRun.Of(["quantize", "--model", small.Path, "--out", place["int8"], .. options.Split(' ')]);
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Empty(place.Written);
    }

    [Fact]
    public async Task A_folder_that_is_there_is_an_error_of_files()
    {
        using var place = new Workplace();
        CliRun run = await CliRun.Of(Quantize(place.Path));
        Assert.Equal(ExitCodes.FileAccess, run.ExitCode);
        Assert.Contains("is not empty", run.Error, StringComparison.Ordinal);
        Assert.Empty(place.Written);
    }

    [Theory]
    [InlineData("generating")]
    [InlineData("comparing layers")]
    [InlineData("writing")]
    public async Task Cancelling_in_the_middle_leaves_nothing_and_ends_with_130(string stage)
    {
        using var place = new Workplace();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var output = new StringWriter();
        using var error = new Watcher($"  {stage}: 0%", stop.Cancel);
        int code = await CliApplication.RunAsync(Quantize(place["int8"]), new CliConsole(output, error, IsInteractive: false), new FakePipeline().LoadAsync, stop.Token);

        Assert.Equal((130, ""), (code, output.ToString()));
        Assert.EndsWith("invadapter: cancelled.", error.ToString().TrimEnd(), StringComparison.Ordinal);
        Assert.Empty(place.Written);
    }

    [Fact]
    public async Task Int8_can_be_asked_for_and_needs_a_quantised_folder()
    {
        using var place = new Workplace();
        CliRun run = await CliRun.Of(
            async (folder, options, cancellation) => await InvAdapterPipeline.LoadAsync(folder, options, cancellation),
            TestContext.Current.CancellationToken,
            "generate", "--model", small.Path, "--prompt", "a cat", "--out", place["a.png"], "--precision", "int8", "-q");
        Assert.Equal(ExitCodes.Format, run.ExitCode);
        Assert.Contains("the UNet should be quantised, as int8 is asked for", run.Error, StringComparison.Ordinal);
        Assert.Empty(place.Written);
    }

    private string[] Quantize(string target, params string[] more) => ["quantize", "--model", small.Path, "--out", target, "--steps", "1", "--threads", "1", .. more];

    /// <summary>Acts when a line begins in a certain way.</summary>
    private sealed class Watcher(string start, Action act) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.StartsWith(start, StringComparison.Ordinal) == true)
                act();
        }
    }
}
