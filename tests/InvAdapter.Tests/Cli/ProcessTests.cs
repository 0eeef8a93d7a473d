using System.Diagnostics;
using System.Globalization;
using InvAdapter.Models;
using InvAdapter.TinyFaces;
using InvAdapter.Weights;
using Xunit;

namespace InvAdapter.Tests.Cli;

/// <summary>The tool as a process of its own, with its real streams and signals.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly Workplace _place = new();
    private readonly SmallModel _model = new();

    public void Dispose()
    {
        _model.Dispose();
        _place.Dispose();
    }

    [Fact]
    public async Task Output_is_json_alone_and_both_streams_are_free_of_control_codes()
    {
        using Process process = Start("reconstruct", "--model", _model.Path, "--image", _place.Photo, "--out", _place["a.png"], "--steps", "2", "--size", "64", "--json");
        CliRun run = await EndOf(process);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(2, run.Json.GetProperty("steps").GetInt32());
        Assert.Contains("reconstructing", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', run.Output + run.Error);
        Assert.Equal(["a.png"], _place.Written);
    }

    /// <summary>Windows has no signals to send; there the same call is left to end by itself.</summary>
    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_ends_the_tool_cleanly(string signal)
    {
        bool hasSignals = !OperatingSystem.IsWindows();
        using Process process = Start("reconstruct", "--model", _model.Path, "--image", _place.Photo, "--out", _place["a.png"], "--steps", hasSignals ? "999" : "1", "--size", "64");
        string? line;
        do
        {
            line = await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken);
        }
        while (line is not null && !line.Contains("inverting", StringComparison.Ordinal));
        Assert.NotNull(line);
        if (hasSignals)
            Process.Start("kill", ["-s", signal, process.Id.ToString(CultureInfo.InvariantCulture)]).Dispose();

        string rest = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(hasSignals ? 130 : 0, process.ExitCode);
        Assert.Equal(hasSignals, rest.Contains("invadapter: cancelled.", StringComparison.Ordinal));
        Assert.Equal(hasSignals ? [] : ["a.png"], _place.Written);
    }

    /// <summary>In another folder than the tool's own, where its model's name is no path.</summary>
    [Fact]
    public async Task The_model_that_comes_along_is_quantised_by_its_name()
    {
        using Process process = Start(
            "quantize", "--model", TinyFacesModel.Name, "--out", _place["int8"], "--prompt", "a person", "--guidance", "1", "--steps", "1", "--json");
        CliRun run = await EndOf(process);
        Assert.True(run.ExitCode == 0, run.Error);
        using WeightFolder own = ModelFolder.Open(TinyFacesModel.Folder).OpenUNetWeights();
        Assert.Equal(ModelFingerprint.Compute(own), run.Json.GetProperty("baseModel").GetString());
    }

    /// <summary>What a process wrote, and how it ended.</summary>
    private static async Task<CliRun> EndOf(Process process)
    {
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new CliRun(process.ExitCode, output, await error);
    }

    private Process Start(params string[] args)
    {
        var info = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "InvAdapter.Cli.dll"), .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(_place["a.png"]),
        };
        return Process.Start(info) ?? throw new InvalidOperationException("The process did not start.");
    }
}
