using System.Text.Json;
using InvAdapter.Imaging;
using InvAdapter.Inversion;
using Xunit;

namespace InvAdapter.Tests.Cli;

public class ReconstructTests
{
    [Fact]
    public async Task The_facts_are_printed_and_the_picture_written()
    {
        using var place = new Workplace();
        CliRun run = await CliRun.Of(place.Reconstruct());
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["a.png"], place.Written);
        Assert.Contains("latent error  0.25 RMS", run.Output, StringComparison.Ordinal);
        Assert.Contains("PSNR          infinite (equal) against the autoencoder's round trip", run.Output, StringComparison.Ordinal);
        Assert.Contains("UNet calls    7, of these 3 to invert", run.Output, StringComparison.Ordinal);
        Assert.Contains("first 0.333, median 0.667, last 1, largest 1 at step 3", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_holds_the_facts_and_infinity_is_null()
    {
        using var place = new Workplace();
        CliRun run = await CliRun.Of(place.Reconstruct("--json"));
        Assert.Equal(JsonValueKind.Null, run.Json.GetProperty("psnr").ValueKind);
        Assert.Equal(0.25, run.Json.GetProperty("latentError").GetDouble());
        Assert.Equal(3, run.Json.GetProperty("residualOfStep").GetArrayLength());
        Assert.Equal(place["a.png"], run.Json.GetProperty("image").GetString());
    }

    [Fact]
    public async Task A_sheet_shows_all_three()
    {
        using var place = new Workplace();
        CliRun run = await CliRun.Of(place.Reconstruct("--sheet", place["s.png"]));
        Assert.Equal(0, run.ExitCode);
        PixelBuffer sheet = place.Read("s.png");
        Assert.InRange(sheet.Width, 3 * 192, 4 * 192);
    }

    [Theory]
    [InlineData("", 10, 0.001)]
    [InlineData("--iterations 3", 3, 0.001)]
    [InlineData("--tolerance 0", 10, 0)]
    [InlineData("--tolerance 0.5", 10, 0.5)]
    public async Task Fixed_point_iteration_is_the_default(string more, int iterations, double tolerance)
    {
        using var place = new Workplace();
        var pipeline = new FakePipeline();
        await CliRun.Of(pipeline, place.Reconstruct(more.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        var inverter = Assert.IsType<FixedPointInverter>(Assert.Single(pipeline.Reconstructions).Inverter);
        Assert.Equal((iterations, tolerance), (inverter.Iterations, inverter.Tolerance));
    }

    [Fact]
    public async Task Plain_inversion_can_be_asked_for()
    {
        using var place = new Workplace();
        var pipeline = new FakePipeline();
        await CliRun.Of(pipeline, place.Reconstruct("--inversion", "ddim"));
        Assert.IsType<DdimInverter>(Assert.Single(pipeline.Reconstructions).Inverter);
    }
}
